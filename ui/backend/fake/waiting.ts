// What waits among the made-up rows.

import type { Row, Waiting } from '../types';

export function waitingOf(contracts: Row[], invoices: Row[]): Waiting[] {
  const found = new Map<string, Waiting>();
  const today = new Date().toISOString().slice(0, 10);
  for (const row of [...contracts, ...invoices].filter(({ state }) => state === 'pending')) {
    const key = `${row.kind} ${row.agency}`;
    const none = { documents: 0, late: 0, gross: 0, late_gross: 0, next_deadline: null };
    const one = found.get(key) ?? { kind: row.kind, agency: row.agency, ...none };
    const late = row.kind === 'contract' ? row.deadline.ends_at <= Date.now() : row.due_on < today;
    const gross = row.kind === 'invoice' ? row.gross : 0;
    found.set(key, {
      ...one,
      documents: one.documents + 1,
      late: one.late + Number(late),
      gross: one.gross + gross,
      late_gross: one.late_gross + (late ? gross : 0),
      next_deadline:
        late || row.kind === 'invoice'
          ? one.next_deadline
          : Math.min(one.next_deadline ?? Infinity, row.deadline.ends_at),
    });
  }
  return [...found.values()];
}
