// Where pages lie in the pane, which are seen, and how large they are. Pure; CSS pixels unless said otherwise.

import type { PageSize } from '../backend/types';

const PIXELS_PER_POINT = 96 / 72;

/** Between pages, and around them. */
export const GAP = 12;
export const MARGIN = 16;

export const ZOOMS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4] as const;

export type Fit = 'width' | 'page' | null;

export interface Placed {
  top: number;
  width: number;
  height: number;
}

export interface Pane {
  width: number;
  height: number;
}

/** The zoom (1 is 100 %) at which the widest page, or the whole of the largest, fits into the pane. */
export function fitZoom(fit: Exclude<Fit, null>, pages: PageSize[], pane: Pane): number {
  const widest = Math.max(1, ...pages.map((page) => page.width)) * PIXELS_PER_POINT;
  const highest = Math.max(1, ...pages.map((page) => page.height)) * PIXELS_PER_POINT;
  const byWidth = (pane.width - 2 * MARGIN) / widest;
  const zoom = fit === 'width' ? byWidth : Math.min(byWidth, (pane.height - 2 * MARGIN) / highest);
  return clamp(Math.floor(zoom * 1000) / 1000);
}

/** The sizes as they are seen after so many quarters of a turn. */
export function turnedSizes(pages: PageSize[], turned: number): PageSize[] {
  return turned % 2 === 0 ? pages : pages.map(({ width, height }) => ({ width: height, height: width }));
}

/** The next zoom of the steps, up or down. */
export function stepZoom(zoom: number, up: boolean): number {
  const next = up ? ZOOMS.find((one) => one > zoom + 0.005) : ZOOMS.findLast((one) => one < zoom - 0.005);
  return next ?? clamp(zoom);
}

function clamp(zoom: number): number {
  return Math.min(ZOOMS[ZOOMS.length - 1] ?? 4, Math.max(0.1, zoom));
}

/** The pages one below the other. */
export function place(pages: PageSize[], zoom: number): Placed[] {
  let top = MARGIN;
  return pages.map((page) => {
    const placed = {
      top,
      width: Math.round(page.width * PIXELS_PER_POINT * zoom),
      height: Math.round(page.height * PIXELS_PER_POINT * zoom),
    };
    top += placed.height + GAP;
    return placed;
  });
}

/** The height of all pages with their margins. */
export function extent(placed: Placed[]): number {
  const last = placed.at(-1);
  return last ? last.top + last.height + MARGIN : 0;
}

/** The first and the last page that are in view, at least in part. */
export function inView(placed: Placed[], scrollTop: number, height: number): { first: number; last: number } {
  const first = placed.findIndex((page) => page.top + page.height > scrollTop);
  const last = placed.findLastIndex((page) => page.top < scrollTop + height);
  return { first: Math.max(0, first), last: Math.max(0, last) };
}

/** The page that takes most of the view. */
export function currentPage(placed: Placed[], scrollTop: number, height: number): number {
  const { first, last } = inView(placed, scrollTop, height);
  let [best, most] = [first, -1];
  for (let at = first; at <= last; at += 1) {
    const page = placed[at];
    if (!page) continue;
    const shown = Math.min(page.top + page.height, scrollTop + height) - Math.max(page.top, scrollTop);
    if (shown > most) [best, most] = [at, shown];
  }
  return best;
}

/** The pages of which the end is in view: their last quarter begins above the lower edge and ends below the upper. */
export function read(placed: Placed[], scrollTop: number, height: number): number[] {
  const { first, last } = inView(placed, scrollTop, height);
  const pages: number[] = [];
  for (let at = first; at <= last; at += 1) {
    const page = placed[at];
    if (page && page.top + 0.75 * page.height <= scrollTop + height) pages.push(at);
  }
  return pages;
}
