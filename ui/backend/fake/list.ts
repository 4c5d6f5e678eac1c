// Filters, sorts and pages the made-up rows.

import type { Criterion, ListPage, ListQuery, Period, ProposalQuery, Row, Snippet, SortColumn } from '../types';

const DAY = 86_400_000;
const dayOf = (iso: string): number => new Date(`${iso}T00:00`).getTime();

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

export function page(rows: Row[], query: ListQuery): ListPage {
  const words = folded(query.search).split(/\s+/).filter(Boolean);
  const matching = rows
    .filter((row) => (row.state === 'pending' ? query.pending : query.archived))
    .filter((row) => within(row.received_at, query.period))
    .filter((row) => query.criteria.every(({ field }) => oneOf(row, field, query.criteria)))
    .filter((row) => words.every((word) => folded(JSON.stringify(row)).includes(word)));
  matching.sort((one, other) => {
    const [a, b] = [value(one, query.sort.column), value(other, query.sort.column)];
    const order = a < b ? -1 : a > b ? 1 : other.received_at - one.received_at;
    return query.sort.descending ? -order : order;
  });
  const from = Number(query.after ?? 0);
  const to = from + query.limit;
  return {
    rows: matching.slice(from, to).map((row) => (words.length > 0 ? { ...row, snippet: snippet(words) } : row)),
    next: to < matching.length ? String(to) : null,
    total: { count: matching.length, exact: true },
  };
}

function within(moment: number, period: Period): boolean {
  if (period.is === 'all') return true;
  if (period.is === 'months') return moment >= Date.now() - period.months * 30.4 * 86_400_000;
  const { from, to } = period;
  return (from === null || moment >= dayOf(from)) && (to === null || moment < dayOf(to) + DAY);
}

/** Of several values of a field, one is enough. */
function oneOf(row: Row, field: Criterion['field'], criteria: Criterion[]): boolean {
  return criteria.some((criterion) => criterion.field === field && holds(row, criterion));
}

function holds(row: Row, { field, value: typed }: Criterion): boolean {
  return folded(typed)
    .split(/\s+/)
    .every((word) => folded(text(row, field)).includes(word));
}

/** The made-up rows have no first and last names apart. */
function text(row: Row, field: Criterion['field']): string {
  if (field === 'first_name' || field === 'last_name') return row.kind === 'contract' ? row.employee : '';
  return String((row as unknown as Record<string, string | null>)[field] ?? '');
}

export function propose(rows: Row[], { field, typed, limit }: ProposalQuery): string[] {
  const values = rows.filter((row) => holds(row, { field, value: typed })).map((row) => text(row, field));
  return [...new Set(values)].filter(Boolean).sort().slice(0, limit);
}

function value(row: Row, column: SortColumn): string | number {
  if (column === 'received') return row.received_at;
  if (column === 'deadline') return row.kind === 'contract' ? row.deadline.ends_at : 0;
  const found = (row as unknown as Record<string, string | number | null>)[column];
  return found ?? '';
}

function snippet(words: string[]): Snippet {
  return {
    parts: [
      { text: '… tenue du poste de ', hit: false },
      { text: words[0] ?? '', hit: true },
      { text: ' en autonomie, équipements fournis par l’agence …', hit: false },
    ],
  };
}
