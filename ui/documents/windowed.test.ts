import { expect, it } from 'vitest';

import { windowed } from './windowed';

/** The height that rows and gaps take together, in rows. */
const total = ({ rows, after }: ReturnType<typeof windowed>): number =>
  rows.reduce((sum, { gap }) => sum + gap + 1, after);

it('draws what is in view and leaves room for the rest', () => {
  const drawn = windowed(100, 32, 32 * 50, 320, -1);
  expect(drawn.rows[0]).toEqual({ at: 38, gap: 38 });
  expect(drawn.rows.at(-1)?.at).toBe(71);
  expect(total(drawn)).toBe(100);
});

it('never loses the row that the keyboard is on', () => {
  for (const always of [0, 45, 99]) {
    const drawn = windowed(100, 32, 32 * 50, 320, always);
    expect(drawn.rows.map(({ at }) => at)).toContain(always);
    expect(total(drawn)).toBe(100);
  }
});

it('draws nothing of nothing', () => {
  expect(windowed(0, 32, 0, 600, -1)).toEqual({ rows: [], after: 0 });
});
