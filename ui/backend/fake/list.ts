// Filters, sorts and pages the made-up rows.

import type { ListPage, ListQuery, Row, Snippet, SortColumn } from '../types';

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();

export function page(rows: Row[], query: ListQuery): ListPage {
  const words = folded(query.search).split(/\s+/).filter(Boolean);
  const matching = rows
    .filter((row) => (row.state === 'pending' ? query.pending : query.archived))
    .filter((row) => query.received_from === null || row.received_at >= query.received_from)
    .filter((row) => query.received_before === null || row.received_at < query.received_before)
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
    total: matching.length,
  };
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
