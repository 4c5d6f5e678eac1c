// Made-up documents for development: the guide's people, agencies, numbers and dates, and more of the like.

import type { ContractFacts, ContractRow, InvoiceFacts, InvoiceRow } from '../types';

const DAY = 86_400_000;

export const AGENCIES = [
  'BARRE TRAVAIL TEMPORAIRE MAGNY LORMES (SHTECO)',
  'LUCAS JOB CROIX FONSOMME (TEMP)',
  'MOREAU TALENT JOUAVILLE (PERM)',
];
const PEOPLE = [
  ['Mme', 'Anaïs', 'ROUSSEAU'],
  ['Mme', 'Naomi', 'HOARAU'],
  ['M', 'Ian', 'DUPONT'],
  ['M', 'Gaël', 'LEFÈVRE'],
  ['Mme', 'Inès', 'MARTIN'],
  ['M', 'Théo', 'GARCIA'],
  ['Mme', 'Zoé', 'PETIT-DELACROIX'],
  ['M', 'Noël', 'DA SILVA'],
] as const;
const JOBS = [
  'Éducateur de la Protection Judiciaire de la Jeunesse',
  'Horloger',
  'Écrivain public',
  'Fromager-Crémier',
  'Préparateur de commandes',
  'Soudeur',
];
const GROUNDS = [
  ['L1251-6-2', 'Accroissement temporaire d’activité ou tâche occasionnelle'],
  ['L1251-6-1-a', 'Remplacement d’un salarié absent'],
  ['L1251-6-2', 'Commande exceptionnelle pour l’exportation'],
  ['L1251-6-2', 'Travaux urgents pour la sécurité'],
] as const;
const DEPARTMENTS = ['Département technique', 'Gestion de stock', null];

export interface Contract {
  row: ContractRow;
  facts: ContractFacts;
  pages: number;
  /** How the PDF is: as it should be, missing or broken. */
  pdf: 'good' | 'missing' | 'broken';
}

export interface Invoice {
  row: InvoiceRow;
  facts: InvoiceFacts;
}

const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;
const iso = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
const hash = (n: number): string => n.toString(16).padStart(4, '0').repeat(16);

export function contracts(now: number, count: number): Contract[] {
  return Array.from({ length: count }, (_, n) => contract(n, now, n >= 14));
}

function contract(n: number, now: number, signed: boolean): Contract {
  const received = now - (signed ? 4 * DAY + n * DAY * 0.7 : n * 0.21 * DAY);
  const starts = received - DAY + (n % 3) * DAY;
  const [title, first, last] = pick(PEOPLE, n * 5 + (n >> 3));
  const [ground, justification] = pick(GROUNDS, n);
  const amendment = n % 9 === 8 ? 1 : 0;
  const number = `CMDE-BT1-001-001-${225333 - n * 17}_0${amendment}`;
  const today = new Date(now);
  const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1).getTime();
  const ends = midnight + (signed ? -4 * DAY : ([-2, -1, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4][n] ?? 2) * DAY);
  const rates = [1500 + (n % 7) * 85, 2900 + (n % 7) * 164] as const;
  const qualification = pick(JOBS, n);
  const department = pick(DEPARTMENTS, n);
  const row: ContractRow = {
    id: `0192f0c1-0000-7000-8000-${String(n).padStart(12, '0')}`,
    state: signed ? 'archived' : 'pending',
    agency: pick(AGENCIES, n >> 1),
    number,
    amendment,
    company: 'THE EU',
    department,
    employee: `${title} ${first} ${last}`,
    qualification,
    justification,
    starts_on: iso(starts),
    ends_on: iso(starts + (2 + (n % 5)) * DAY),
    pay_rate: rates[0],
    bill_rate: rates[1],
    signed_at: signed ? received + 0.4 * DAY : null,
    signed_by: signed ? 'Clara LEGER' : null,
    received_at: received,
    deadline: { day: iso(ends - DAY / 2), ends_at: ends },
    opened: signed || n % 3 === 1,
    original_sha256: hash(n + 1),
    snippet: null,
  };
  const replaced = { name: 'M Paul GIRARD', qualification };
  return {
    row,
    pages: 2 + (n % 3),
    pdf: n === 6 ? 'missing' : n === 9 ? 'broken' : 'good',
    facts: {
      number,
      department,
      employee: { title, first_name: first, last_name: last },
      qualification,
      recourse: { ground, justification, replaced: ground === 'L1251-6-1-a' ? replaced : null },
      term: {
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        flex_from: iso(starts + (1 + (n % 5)) * DAY),
        flex_until: iso(starts + (3 + (n % 5)) * DAY),
      },
      pay_rate: rates[0],
      bill_rate: rates[1],
      position: {
        status: 'non_executive',
        characteristics: 'Préparation et contrôle des pièces, tenue du poste en autonomie après formation au poste.',
        hours: '35 h par semaine, 08:00 – 12:00 et 13:00 – 16:00',
        at_risk: n % 4 === 0,
        protective_equipment: n % 4 === 0 ? 'Chaussures de sécurité et gants, fournis par l’agence' : null,
      },
      site: { street: '140 route du Goulet', postcode: '56580', city: 'CRÉDIN', country: 'FR' },
      guarantor: { name: 'GARANTIE INTÉRIM', address: '12 rue de la Paix, 75002 PARIS' },
    },
  };
}

export function invoices(now: number, count: number): Invoice[] {
  return Array.from({ length: count }, (_, n) => {
    const issued = now - (n + 1) * DAY * 1.6;
    const net = 48_200 + ((n * 37_991) % 300_000);
    const vat = Math.round(net * 0.2);
    const facts: InvoiceFacts = {
      number: `FAC-${212984 + n}`,
      issued_on: iso(issued),
      due_on: iso(issued + 28 * DAY),
      week: { year: 2026, week: 47 - (n >> 2) },
      net,
      vat,
      gross: net + vat,
      reference: n % 2 ? `BC-2026-${n}` : null,
      contracts: [`CMDE-BT1-001-001-${225333 - n * 17}_00`],
    };
    const row: InvoiceRow = {
      id: `0192f0c1-0000-7000-9000-${String(n).padStart(12, '0')}`,
      state: 'pending',
      agency: pick(AGENCIES, n >> 1),
      number: facts.number,
      company: 'THE EU',
      issued_on: facts.issued_on,
      due_on: facts.due_on,
      week: `${facts.week.year}/${String(facts.week.week).padStart(2, '0')}`,
      net,
      vat,
      gross: net + vat,
      reference: facts.reference ?? null,
      answer:
        n % 6 === 2
          ? {
              status: 'disputed',
              code: 207,
              reasons: ['QTE_ERR'],
              comment: '35 heures, pas 38',
              answered_by: 'Karim BENALI',
              answered_at: now - 5_400_000,
            }
          : null,
      downloaded_at: n % 4 === 1 ? now - n * 3_600_000 : null,
      downloaded_by: n % 4 === 1 ? 'Karim BENALI' : null,
      signed_at: null,
      signed_by: null,
      received_at: issued,
      opened: n > 2,
      original_sha256: hash(n + 5000),
      snippet: null,
    };
    return { row, facts };
  });
}
