// Where the picture of a page is.

import { bridge } from './bridge';

/** CSS pixels per point (1/72 inch) at 100 %. */
export const PIXELS_PER_POINT = 96 / 72;

/** Never asked for more: an A4 page of 6,000 × 4,242 pixels. */
const MOST_SCALE_MILLI = 7000;

/** Device pixels per point, in thousandths, for a zoom (1 is 100 %) on a screen of `density` pixels a CSS pixel. */
export function scaleMilli(zoom: number, density: number): number {
  return Math.min(MOST_SCALE_MILLI, Math.max(50, Math.round(zoom * PIXELS_PER_POINT * density * 1000)));
}

/** The address of a page's picture (`page` counts from 0). It never changes its meaning. */
export function pageUrl(id: string, sha256: string, page: number, scale: number): string {
  return bridge.pageUrl(`${id}/${sha256}/${page}/${scale}`);
}
