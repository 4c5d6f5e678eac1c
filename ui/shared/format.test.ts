import { describe, expect, it } from 'vitest';

import { nearness } from './deadline';
import { day, dayOf, money, parseDay, size, startOfDay } from './format';

const HOUR = 3_600_000;

describe('figures', () => {
  it('are written as in France', () => {
    expect(money(123456, 'fr')).toBe('1\u202f234,56\u00a0€');
    expect(money(1500, 'fr')).toBe('15,00\u00a0€');
    expect(size(184_320, 'fr')).toBe('184\u00a0Ko');
  });

  it('are written as in England when English is chosen', () => {
    expect(money(123456, 'en')).toBe('€1,234.56');
  });
});

describe('days', () => {
  it('are written day first', () => {
    expect(day('2026-11-24')).toBe('24-11-2026');
    expect(dayOf(startOfDay('2026-11-24'))).toBe('24-11-2026');
  });

  it('are read in the ways people type them', () => {
    for (const typed of ['24-11-2026', '24/11/2026', ' 24.11.2026 ', '24112026']) {
      expect(parseDay(typed)).toBe('2026-11-24');
    }
  });

  it('that do not exist are refused', () => {
    for (const typed of ['31-02-2026', '24-13-2026', '24-11', 'demain']) expect(parseDay(typed)).toBeNull();
  });
});

describe('a deadline', () => {
  const ends = startOfDay('2026-11-26');
  const deadline = { day: '2026-11-25', ends_at: ends };

  it('counts the hours of its last day, and is late after it', () => {
    expect(nearness(deadline, ends - 11.5 * HOUR)).toEqual({ is: 'hours', left: 11 });
    expect(nearness(deadline, ends - HOUR / 2)).toEqual({ is: 'minutes', left: 30 });
    expect(nearness(deadline, ends)).toEqual({ is: 'late' });
  });

  it('is tomorrow the day before, and counts days until then', () => {
    expect(nearness(deadline, ends - 25 * HOUR)).toEqual({ is: 'tomorrow' });
    expect(nearness(deadline, ends - 49 * HOUR)).toEqual({ is: 'days', left: 2 });
  });
});
