// How wide a text is in the browser's plain sans-serif, against its size. Pure but for the canvas it measures on.

const SIZE = 100;
let canvas: CanvasRenderingContext2D | null = null;

/** Widths of one em: 5.2 for a text that is 5.2 times as wide as its font size. */
export function naturalWidth(text: string): number {
  if (!canvas) {
    canvas = document.createElement('canvas').getContext('2d');
    if (canvas) canvas.font = `${SIZE}px sans-serif`;
  }
  return (canvas?.measureText(text).width ?? 0) / SIZE;
}
