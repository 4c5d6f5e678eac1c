import { expect, it } from 'vitest';

import type { ContractRow } from '../backend/types';
import { byAgency, companies, exceptions, openedCount } from './groups';

const NOW = 1_000_000_000;

function contract(part: Partial<ContractRow>): ContractRow {
  return {
    id: part.number ?? 'a',
    state: 'pending',
    agency: 'LUCAS JOB',
    number: 'CMDE-1_00',
    amendment: 0,
    company: 'THE EU',
    department: null,
    employee: 'Mme Anaïs ROUSSEAU',
    qualification: 'Horloger',
    justification: 'Remplacement',
    starts_on: '2026-11-23',
    ends_on: null,
    pay_rate: 1700,
    bill_rate: 3200,
    signed_at: null,
    signed_by: null,
    received_at: 0,
    deadline: { day: '2026-11-25', ends_at: NOW + 1_000_000 },
    opened: true,
    original_sha256: '',
    snippet: null,
    ...part,
  };
}

it('puts failed checks and changes before the late and the unopened, and leaves the rest out', () => {
  const late = contract({ number: 'late', deadline: { day: '2026-11-20', ends_at: NOW - 1 } });
  const unopened = contract({ number: 'unopened', opened: false });
  const changed = contract({ number: 'changed' });
  const failed = contract({ number: 'failed' });
  const flags = new Map([
    ['changed', { id: 'changed', changed: true, errors: 0, warnings: 0 }],
    ['failed', { id: 'failed', changed: false, errors: 1, warnings: 0 }],
  ]);
  const found = exceptions([contract({}), unopened, late, changed, failed], flags, NOW);
  expect(found.map(({ row }) => row.number)).toEqual(['failed', 'changed', 'late', 'unopened']);
});

it('groups by agency, and names each company once', () => {
  const rows = [contract({ agency: 'MOREAU' }), contract({ agency: 'BARRE' }), contract({ agency: 'BARRE' })];
  expect(byAgency(rows).map(({ agency, rows: own }) => [agency, own.length])).toEqual([
    ['BARRE', 2],
    ['MOREAU', 1],
  ]);
  expect(companies(rows)).toEqual(['THE EU']);
});

it('counts what was opened', () => {
  expect(openedCount([contract({}), contract({ opened: false })])).toBe(1);
});
