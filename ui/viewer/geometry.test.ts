import { describe, expect, it } from 'vitest';

import { currentPage, extent, fitZoom, inView, place, read, stepZoom } from './geometry';

const A4 = { width: 595, height: 842 };
const THREE = [A4, A4, A4];

describe('pages', () => {
  it('fill the width of the pane with a margin at both sides', () => {
    const zoom = fitZoom('width', THREE, { width: 832, height: 600 });
    expect(Math.abs((place(THREE, zoom)[0]?.width ?? 0) - 800)).toBeLessThan(2);
  });

  it('fit whole when asked', () => {
    const zoom = fitZoom('page', THREE, { width: 832, height: 600 });
    expect(place(THREE, zoom)[0]?.height).toBeLessThanOrEqual(568);
  });

  it('lie one below the other', () => {
    const placed = place(THREE, 1);
    expect(placed.map((page) => page.top)).toEqual([16, 1151, 2286]);
    expect(extent(placed)).toBe(2286 + 1123 + 16);
  });

  it('are in view when a part of them is', () => {
    const placed = place(THREE, 1);
    expect(inView(placed, 0, 800)).toEqual({ first: 0, last: 0 });
    expect(inView(placed, 1000, 800)).toEqual({ first: 0, last: 1 });
    expect(currentPage(placed, 1000, 800)).toBe(1);
  });
});

describe('reading', () => {
  it('counts a page only when its end was shown', () => {
    const placed = place(THREE, 1);
    expect(read(placed, 0, 600)).toEqual([]);
    expect(read(placed, 400, 600)).toEqual([0]);
  });

  it('leaves out the pages that a jump to the end passes over', () => {
    const placed = place(THREE, 1);
    expect(read(placed, extent(placed) - 600, 600)).toEqual([2]);
  });

  it('counts all pages that are shown whole at once', () => {
    const placed = place(THREE, 0.2);
    expect(read(placed, 0, 900)).toEqual([0, 1, 2]);
  });
});

describe('zoom', () => {
  it('goes to the next step from anywhere', () => {
    expect(stepZoom(0.871, true)).toBe(0.9);
    expect(stepZoom(1, false)).toBe(0.9);
    expect(stepZoom(4, true)).toBe(4);
  });
});
