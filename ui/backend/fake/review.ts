// Made-up points of attention, changes and invoice lines.

import type { Facts, Point, Review } from '../types';

const point = (
  code: string,
  severity: Point['severity'],
  article: string | null,
  more: Partial<Point> = {},
): Point => ({
  code,
  severity,
  article,
  day: null,
  count: null,
  document: null,
  ...more,
});

export function reviewOf(facts: Facts): Review {
  if (facts.kind === 'invoice') {
    const hours = Math.floor(facts.net / 3200);
    const rest = facts.net - hours * 3200;
    const line = { unit: 'HUR', note: 'Mme Anaïs ROUSSEAU – contrat CMDE-BT1-001-001-225333_00' };
    return {
      points: [point('gross_differs', 'error', null)],
      compared: null,
      structured: {
        order: facts.reference ?? null,
        contract: facts.contracts?.[0] ?? null,
        lines: [
          { ...line, id: '1', item: 'Heures normales', quantity: hours * 10_000, price: 320_000, amount: hours * 3200 },
          { ...line, id: '2', item: 'Prime de panier', quantity: 10_000, unit: 'C62', price: rest * 100, amount: rest },
        ],
        vat: [{ rate: 2000, base: facts.net, vat: facts.vat }],
        net: facts.net,
        vat_total: facts.vat,
        gross: facts.gross,
      },
    };
  }
  const contract = facts;
  return {
    points: [
      point('hours_missing', 'error', 'L1251-43, 4°'),
      point('waiting_period', 'warning', 'L1251-36', { day: '2026-12-01', document: 'CMDE-BT1-001-001-225310_00' }),
    ],
    compared: {
      relation: 'previous',
      facts: {
        ...contract,
        number: 'CMDE-BT1-001-001-225310_00',
        pay_rate: contract.pay_rate - 50,
        bill_rate: contract.bill_rate - 100,
        term: { ...contract.term, ends_on: contract.term.starts_on },
      },
    },
    structured: null,
  };
}
