// Which rows of a page are drawn: those in view, a few more, and the one that the keyboard is on. Pure.

export interface Drawn {
  /** From 0. */
  at: number;
  /** How many rows before it are not drawn. */
  gap: number;
}

/** Rows beyond the edges that are drawn too, so that none is missing while scrolling. */
const MORE = 12;

/**
 * The rows to draw of `count`, each `height` pixels, for a pane of `view` pixels that is scrolled by `top`. `always` is
 * drawn wherever it is. Answers how many are left out at the end, too.
 */
export function windowed(
  count: number,
  height: number,
  top: number,
  view: number,
  always: number,
): { rows: Drawn[]; after: number } {
  const first = Math.max(0, Math.floor(top / height) - MORE);
  const last = Math.min(count, Math.ceil((top + view) / height) + MORE);
  const places = Array.from({ length: Math.max(0, last - first) }, (_, n) => first + n);
  if (always >= 0 && always < count && !(always >= first && always < last)) {
    if (always < first) places.unshift(always);
    else places.push(always);
  }
  const rows = places.map((at, n) => ({ at, gap: at - (places[n - 1] ?? -1) - 1 }));
  return { rows, after: count - 1 - (places.at(-1) ?? -1) };
}
