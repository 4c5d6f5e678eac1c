import { expect, it } from 'vitest';

import { canRetry, remainingSeconds, requests } from './batch';

it('asks again with the request of the lost answer, and with a new one for the rest', () => {
  const lost = new Map([['b', 'first press']]);
  expect(requests(['a', 'b', 'c'], lost, 'this press')).toEqual([
    { requestId: 'this press', ids: ['a', 'c'] },
    { requestId: 'first press', ids: ['b'] },
  ]);
});

it('retries what may still succeed, and nothing else', () => {
  const row = {} as Parameters<typeof canRetry>[0]['row'];
  expect(canRetry({ row, why: 'unknown' })).toBe(true);
  expect(canRetry({ row, why: 'sealing_failed' })).toBe(true);
  expect(canRetry({ row, why: 'withdrawn' })).toBe(false);
  expect(canRetry({ row, why: 'changed' })).toBe(false);
});

it('guesses the rest only once something is known', () => {
  expect(remainingSeconds(1, 40, 1000)).toBeNull();
  expect(remainingSeconds(10, 40, 10_000)).toBe(30);
  expect(remainingSeconds(40, 40, 10_000)).toBeNull();
});
