import { describe, expect, it } from 'vitest';

import { type Filters, filtersOf, initialFilters, openFilters, queryOf, sameQuestion, sortOf } from './filters';

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

  it('comes back from a saved view as it was saved', () => {
    const all: Filters[] = [
      initialFilters(),
      openFilters('invoice'),
      { ...initialFilters(), period: 'between', from: '01-10-2026', to: '', search: 'soudeur' },
      {
        ...initialFilters(),
        period: 'six_months',
        criteria: [{ field: 'last_name', value: 'Rousseau' }],
        sort: { column: 'employee', descending: true },
      },
    ];
    for (const filters of all) {
      expect(filtersOf(queryOf(filters, null))).toEqual(filters);
      expect(sameQuestion(queryOf(filters, 'a cursor'), queryOf(filters, null))).toBe(true);
    }
    expect(sameQuestion(queryOf(all[0] as Filters, null), queryOf(all[2] as Filters, null))).toBe(false);
  });

  it('asks nothing of a criterion that is blank', () => {
    const criteria = [{ field: 'agency' as const, value: '  ' }];
    expect(queryOf({ ...initialFilters(), criteria }, null).criteria).toEqual([]);
  });
});
