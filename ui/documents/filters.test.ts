import { describe, expect, it } from 'vitest';

import { initialFilters, openFilters, queryOf, sortOf } from './filters';

describe('the list', () => {
  it('starts with what waits, the nearest deadline first', () => {
    const query = queryOf(initialFilters(), null);
    expect(query.sort).toEqual({ column: 'deadline', descending: false });
    expect([query.pending, query.archived]).toEqual([true, false]);
    expect(query.period).toEqual({ is: 'months', months: 3 });
  });

  it('shows the newest first as soon as the archive is shown too', () => {
    expect(sortOf({ ...initialFilters(), archived: true })).toEqual({ column: 'received', descending: true });
  });

  it('keeps the order that the person chose', () => {
    const sort = { column: 'employee', descending: true } as const;
    expect(sortOf({ ...initialFilters(), archived: true, sort })).toEqual(sort);
  });

  it('takes days as they were typed', () => {
    const query = queryOf({ ...initialFilters(), period: 'between', from: '01-10-2026', to: '31/10/2026' }, null);
    expect(query.period).toEqual({ is: 'days', from: '2026-10-01', to: '2026-10-31' });
  });

  it('leaves a half-typed day out', () => {
    const query = queryOf({ ...initialFilters(), period: 'between', from: '01-1', to: '' }, null);
    expect(query.period).toEqual({ is: 'days', from: null, to: null });
  });

  it('hides nothing when its filters are cleared', () => {
    const query = queryOf(openFilters('contract'), null);
    expect([query.period, query.search, query.criteria]).toEqual([{ is: 'all' }, '', []]);
  });
});
