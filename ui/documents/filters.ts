// What the list shows, as the person chose it, and as the desk is asked for it. Pure.

import type { Criterion, Kind, ListQuery, Period, Sort } from '../backend/types';
import { day, parseDay } from '../shared/format';
import { effective } from './criteria';

export type PeriodChoice = 'one_month' | 'three_months' | 'six_months' | 'one_year' | 'all' | 'between';

export interface Filters {
  kind: Kind;
  pending: boolean;
  archived: boolean;
  period: PeriodChoice;
  /** As typed; they count with the period `between`. */
  from: string;
  to: string;
  search: string;
  /** The advanced search. */
  criteria: Criterion[];
  /** None: the nearest deadline first while only pending contracts are shown, else the newest first. */
  sort: Sort | null;
}

export const PAGE = 100;

const MONTHS: Record<Exclude<PeriodChoice, 'all' | 'between'>, number> = {
  one_month: 1,
  three_months: 3,
  six_months: 6,
  one_year: 12,
};

export function initialFilters(kind: Kind = 'contract'): Filters {
  return {
    kind,
    pending: true,
    archived: false,
    period: 'three_months',
    from: '',
    to: '',
    search: '',
    criteria: [],
    sort: null,
  };
}

/** The filters that hide nothing of their kind. */
export function openFilters(kind: Kind): Filters {
  return { ...initialFilters(kind), archived: true, period: 'all' };
}

export function sortOf(filters: Filters): Sort {
  if (filters.sort) return filters.sort;
  const waiting = filters.kind === 'contract' && filters.pending && !filters.archived;
  return waiting ? { column: 'deadline', descending: false } : { column: 'received', descending: true };
}

/** The query for the page after the cursor `after`. */
export function queryOf(filters: Filters, after: string | null): ListQuery {
  return {
    kind: filters.kind,
    pending: filters.pending,
    archived: filters.archived,
    period: periodOf(filters),
    criteria: effective(filters.criteria),
    search: filters.search.trim(),
    sort: sortOf(filters),
    after,
    limit: PAGE,
  };
}

function periodOf({ period, from, to }: Filters): Period {
  if (period === 'all') return { is: 'all' };
  if (period === 'between') return { is: 'days', from: parseDay(from), to: parseDay(to) };
  return { is: 'months', months: MONTHS[period] };
}

/** The filters that ask this. */
export function filtersOf(query: ListQuery): Filters {
  const { kind, pending, archived, search, criteria, period } = query;
  const filters = { ...initialFilters(kind), pending, archived, search, criteria: [...criteria] };
  const sort = sameSort(sortOf(filters), query.sort) ? null : query.sort;
  if (period.is === 'all') return { ...filters, sort, period: 'all' };
  if (period.is === 'days') {
    const [from, to] = [period.from, period.to].map((iso) => (iso === null ? '' : day(iso)));
    return { ...filters, sort, period: 'between', from: from ?? '', to: to ?? '' };
  }
  const choice = Object.entries(MONTHS).find(([, months]) => months === period.months);
  return { ...filters, sort, period: (choice?.[0] ?? 'one_year') as PeriodChoice };
}

const sameSort = (one: Sort, other: Sort): boolean =>
  one.column === other.column && one.descending === other.descending;

/** Whether both ask for the same documents in the same order. */
export function sameQuestion(one: ListQuery, other: ListQuery): boolean {
  const asked = ({ kind, pending, archived, period, criteria, search, sort }: ListQuery): string =>
    JSON.stringify([
      [kind, pending, archived, search, sort.column, sort.descending],
      period.is === 'days' ? [period.from, period.to] : period.is === 'months' ? period.months : 'all',
      criteria.map(({ field, value }) => `${field} ${value}`).sort(),
    ]);
  return asked(one) === asked(other);
}

/** Whether documents may be there that these filters hide. */
export function hides(filters: Filters): boolean {
  const narrowed = filters.search.trim() !== '' || effective(filters.criteria).length > 0;
  return narrowed || filters.period !== 'all' || !filters.pending || !filters.archived;
}
