import { expect, it } from 'vitest';

import type { BatchDocument, BatchState, ContractRow } from '../backend/types';
import { canRetry, failuresOf, remainingSeconds, stateOf, unfinished } from './batch';

function document(id: string, state: BatchState): BatchDocument {
  return { id, number: id, row: { kind: 'contract', id } as ContractRow & { kind: 'contract' }, state };
}

const mixed = [
  document('signed', { is: 'signed', at: 1 }),
  document('waiting', { is: 'waiting' }),
  document('lost', { is: 'unknown' }),
  document('unsealed', { is: 'refused', reason: 'sealing_failed' }),
  document('withdrawn', { is: 'refused', reason: 'withdrawn' }),
];

it('names each failure, and calls none of what waits one', () => {
  expect(failuresOf(mixed).map(({ document: { id }, why }) => [id, why])).toEqual([
    ['lost', 'unknown'],
    ['unsealed', 'sealing_failed'],
    ['withdrawn', 'withdrawn'],
  ]);
});

it('goes on with what waits and what may still succeed, and nothing else', () => {
  expect(unfinished(mixed).map(({ id }) => id)).toEqual(['waiting', 'lost', 'unsealed']);
  expect(failuresOf(mixed).filter(canRetry)).toHaveLength(2);
  expect(unfinished([{ ...document('gone', { is: 'waiting' }), row: null }])).toEqual([]);
});

it('calls signed only what the server said', () => {
  expect(stateOf({ outcome: 'signed', id: 'a', at: 5 })).toEqual({ is: 'signed', at: 5 });
  expect(stateOf({ outcome: 'unknown', id: 'a' })).toEqual({ is: 'unknown' });
});

it('guesses the rest only once something is known', () => {
  expect(remainingSeconds(1, 40, 1000)).toBeNull();
  expect(remainingSeconds(10, 40, 10_000)).toBe(30);
  expect(remainingSeconds(40, 40, 10_000)).toBeNull();
});
