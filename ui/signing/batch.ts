// How a signing goes, outcome by outcome. Pure.

import type { ContractRow, RefusalReason, SignOutcome } from '../backend/types';

export interface Failure {
  row: ContractRow;
  /** `unknown`: the answer was lost. */
  why: RefusalReason | 'unknown';
}

/** Those that may be tried again. The others are settled, or need the person first. */
const WORTH_TRYING: ReadonlySet<Failure['why']> = new Set(['unknown', 'sealing_failed']);

export function failuresOf(rows: ContractRow[], outcomes: ReadonlyMap<string, SignOutcome>): Failure[] {
  return rows.flatMap((row) => {
    const outcome = outcomes.get(row.id);
    if (!outcome || outcome.outcome === 'signed') return [];
    return [{ row, why: outcome.outcome === 'refused' ? outcome.reason : 'unknown' }];
  });
}

export function signedCount(outcomes: ReadonlyMap<string, SignOutcome>): number {
  return [...outcomes.values()].filter(({ outcome }) => outcome === 'signed').length;
}

export function canRetry({ why }: Failure): boolean {
  return WORTH_TRYING.has(why);
}

/** Seconds until the rest is done, from what it took so far; none while too little is known. */
export function remainingSeconds(done: number, total: number, sinceMs: number): number | null {
  if (done < 3 || done >= total) return null;
  const seconds = Math.ceil(((sinceMs / done) * (total - done)) / 1000);
  return seconds < 2 ? null : seconds;
}

export interface Request {
  requestId: string;
  ids: string[];
}

/**
 * What is to be asked of the server. A document whose answer was lost keeps its request's identifier, so that nothing is
 * signed twice; every other belongs to this press.
 */
export function requests(ids: string[], lost: ReadonlyMap<string, string>, fresh: string): Request[] {
  const found = new Map<string, string[]>();
  for (const id of ids) {
    const requestId = lost.get(id) ?? fresh;
    found.set(requestId, [...(found.get(requestId) ?? []), id]);
  }
  return [...found].map(([requestId, own]) => ({ requestId, ids: own }));
}
