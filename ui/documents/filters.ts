// What the list shows, as the person chose it, and as the desk is asked for it. Pure.

import type { Kind, ListQuery, Sort } from '../backend/types';
import { parseDay, startOfDay } from '../shared/format';

export type Period = 'one_month' | 'three_months' | 'one_year' | 'all' | 'between';

export interface Filters {
  kind: Kind;
  pending: boolean;
  archived: boolean;
  period: Period;
  /** As typed; they count with the period `between`. */
  from: string;
  to: string;
  search: string;
  /** None: the nearest deadline first while only pending contracts are shown, else the newest first. */
  sort: Sort | null;
}

export const PAGE = 100;

const MONTHS: Record<Exclude<Period, 'all' | 'between'>, number> = { one_month: 1, three_months: 3, one_year: 12 };

export function initialFilters(kind: Kind = 'contract'): Filters {
  return { kind, pending: true, archived: false, period: 'three_months', from: '', to: '', search: '', sort: null };
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

/** The query for the page after the cursor `after`. `now` in ms. */
export function queryOf(filters: Filters, after: string | null, now: number): ListQuery {
  const { from, before } = span(filters, now);
  return {
    kind: filters.kind,
    pending: filters.pending,
    archived: filters.archived,
    received_from: from,
    received_before: before,
    search: filters.search.trim(),
    sort: sortOf(filters),
    after,
    limit: PAGE,
  };
}

function span(filters: Filters, now: number): { from: number | null; before: number | null } {
  if (filters.period === 'all') return { from: null, before: null };
  if (filters.period === 'between') {
    const [first, last] = [parseDay(filters.from), parseDay(filters.to)];
    return { from: first ? startOfDay(first) : null, before: last ? startOfDay(last, 1) : null };
  }
  return { from: monthsBefore(now, MONTHS[filters.period]), before: null };
}

/** The start of the day that many months ago; the last of a shorter month. */
function monthsBefore(now: number, months: number): number {
  const today = new Date(now);
  const lastOfMonth = new Date(today.getFullYear(), today.getMonth() - months + 1, 0).getDate();
  return new Date(today.getFullYear(), today.getMonth() - months, Math.min(today.getDate(), lastOfMonth)).getTime();
}

/** Whether documents may be there that these filters hide. */
export function hides(filters: Filters): boolean {
  return filters.search.trim() !== '' || filters.period !== 'all' || !filters.pending || !filters.archived;
}
