import { expect, it } from 'vitest';

import type { Waiting } from '../backend/types';
import { sumOf } from './sums';

const one = (part: Partial<Waiting>): Waiting => ({
  kind: 'contract',
  agency: 'A',
  documents: 1,
  late: 0,
  gross: 0,
  late_gross: 0,
  next_deadline: null,
  ...part,
});

it('adds up a kind and shows first where it is late', () => {
  const waiting = [
    one({ agency: 'Many', documents: 40 }),
    one({ agency: 'Late', documents: 3, late: 2 }),
    one({ agency: 'Bills', kind: 'invoice', documents: 2, gross: 12_000, late_gross: 5_000, late: 1 }),
  ];
  const contracts = sumOf(waiting, 'contract');
  expect(contracts.agencies.map(({ agency }) => agency)).toEqual(['Late', 'Many']);
  expect([contracts.documents, contracts.late]).toEqual([43, 2]);
  expect(sumOf(waiting, 'invoice')).toMatchObject({ documents: 2, late: 1, gross: 12_000, lateGross: 5_000 });
  expect(sumOf([], 'invoice').agencies).toEqual([]);
});
