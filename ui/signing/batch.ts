// How a signing goes, document by document. Pure.

import type { BatchDocument, BatchState, ContractRow, RefusalReason, SignOutcome } from '../backend/types';

export interface Failure {
  document: BatchDocument;
  /** `unknown`: the answer was lost. */
  why: RefusalReason | 'unknown';
}

/** Those that may be tried again. The others are settled, or need the person first. */
const WORTH_TRYING: ReadonlySet<Failure['why']> = new Set(['unknown', 'sealing_failed']);

export function stateOf(outcome: SignOutcome): BatchState {
  if (outcome.outcome === 'signed') return { is: 'signed', at: outcome.at };
  return outcome.outcome === 'refused' ? { is: 'refused', reason: outcome.reason } : { is: 'unknown' };
}

export function failuresOf(documents: Iterable<BatchDocument>): Failure[] {
  return [...documents].flatMap((document): Failure[] => {
    const { state } = document;
    if (state.is === 'refused') return [{ document, why: state.reason }];
    return state.is === 'unknown' ? [{ document, why: 'unknown' as const }] : [];
  });
}

export function canRetry({ why }: Failure): boolean {
  return WORTH_TRYING.has(why);
}

/** What is still to be done: what waits, and what may be tried again. */
export function unfinished(documents: Iterable<BatchDocument>): ContractRow[] {
  return [...documents].flatMap((document): ContractRow[] => {
    const { row, state } = document;
    if (row?.kind !== 'contract') return [];
    return state.is === 'waiting' || failuresOf([document]).some(canRetry) ? [row] : [];
  });
}

/** Seconds until the rest is done, from what it took so far; none while too little is known. */
export function remainingSeconds(done: number, total: number, sinceMs: number): number | null {
  if (done < 3 || done >= total) return null;
  const seconds = Math.ceil(((sinceMs / done) * (total - done)) / 1000);
  return seconds < 2 ? null : seconds;
}
