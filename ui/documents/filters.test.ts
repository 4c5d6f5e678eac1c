import { describe, expect, it } from 'vitest';

import { startOfDay } from '../shared/format';
import { initialFilters, openFilters, queryOf, sortOf } from './filters';

const NOW = startOfDay('2026-11-24') + 10 * 3_600_000;

describe('the list', () => {
  it('starts with what waits, the nearest deadline first', () => {
    const query = queryOf(initialFilters(), null, NOW);
    expect(query.sort).toEqual({ column: 'deadline', descending: false });
    expect([query.pending, query.archived]).toEqual([true, false]);
    expect(query.received_from).toBe(startOfDay('2026-08-24'));
  });

  it('shows the newest first as soon as the archive is shown too', () => {
    expect(sortOf({ ...initialFilters(), archived: true })).toEqual({ column: 'received', descending: true });
  });

  it('keeps the order that the person chose', () => {
    const sort = { column: 'employee', descending: true } as const;
    expect(sortOf({ ...initialFilters(), archived: true, sort })).toEqual(sort);
  });

  it('takes both days of a period whole', () => {
    const query = queryOf({ ...initialFilters(), period: 'between', from: '01-10-2026', to: '31/10/2026' }, null, NOW);
    expect(query.received_from).toBe(startOfDay('2026-10-01'));
    expect(query.received_before).toBe(startOfDay('2026-11-01'));
  });

  it('leaves a half-typed day out', () => {
    const query = queryOf({ ...initialFilters(), period: 'between', from: '01-1', to: '' }, null, NOW);
    expect([query.received_from, query.received_before]).toEqual([null, null]);
  });

  it('counts months back to a day that exists', () => {
    const query = queryOf({ ...initialFilters(), period: 'one_month' }, null, startOfDay('2026-03-31'));
    expect(query.received_from).toBe(startOfDay('2026-02-28'));
  });

  it('hides nothing when its filters are cleared', () => {
    const query = queryOf(openFilters('contract'), null, NOW);
    expect([query.received_from, query.received_before, query.search]).toEqual([null, null, '']);
  });
});
