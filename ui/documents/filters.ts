// What the list shows, as the person chose it, and as the desk is asked for it. Pure.

import type { Criterion, Kind, ListQuery, Period, Sort } from '../backend/types';
import { parseDay } from '../shared/format';

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
    criteria: filters.criteria,
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

/** Whether documents may be there that these filters hide. */
export function hides(filters: Filters): boolean {
  const narrowed = filters.search.trim() !== '' || filters.criteria.length > 0;
  return narrowed || filters.period !== 'all' || !filters.pending || !filters.archived;
}
