// The columns of each kind, in the order of the guide. Pure: texts and language come in.

import type { Kind, Language, Row, SortColumn } from '../backend/types';
import { day, dayOf, money } from '../shared/format';
import type { Catalogue } from '../shared/i18n/fr';

export interface Column {
  /** What it is called, in the catalogue. */
  name: keyof Catalogue['documents']['columns'];
  /** None: it can't be sorted. */
  sort: SortColumn | null;
  /** Least width, in rem. Wider tables share what is left. */
  width: number;
  /** Days and weeks: figures of one width. */
  figures?: boolean;
  /** Amounts stand at the right. */
  amount?: boolean;
  /** The words of the cell; the state and the deadline are drawn by components. */
  text?: (row: Row, language: Language) => string;
  draw?: 'number' | 'state' | 'deadline' | 'downloaded' | 'found';
}

const contract = (read: (row: Row & { kind: 'contract' }, language: Language) => string): Column['text'] => {
  return (row, language) => (row.kind === 'contract' ? read(row, language) : '');
};

const invoice = (read: (row: Row & { kind: 'invoice' }, language: Language) => string): Column['text'] => {
  return (row, language) => (row.kind === 'invoice' ? read(row, language) : '');
};

const moment = (at: number | null): string => (at === null ? '' : dayOf(at));

const CONTRACT: Column[] = [
  { name: 'agency', sort: 'agency', width: 9.5, text: (row) => row.agency },
  { name: 'number', sort: 'number', width: 13.25, draw: 'number', text: (row) => row.number },
  { name: 'client', sort: 'company', width: 4.75, text: (row) => row.company },
  { name: 'department', sort: 'department', width: 8.5, text: contract((row) => row.department ?? '') },
  { name: 'employee', sort: 'employee', width: 10, text: contract((row) => row.employee) },
  { name: 'qualification', sort: 'qualification', width: 8.5, text: contract((row) => row.qualification) },
  { name: 'justification', sort: 'justification', width: 11, text: contract((row) => row.justification) },
  { name: 'starts_on', sort: 'starts_on', width: 6, figures: true, text: contract((row) => day(row.starts_on)) },
  {
    name: 'ends_on',
    sort: 'ends_on',
    width: 5.75,
    figures: true,
    text: contract((row) => (row.ends_on ? day(row.ends_on) : '')),
  },
  { name: 'pay_rate', sort: 'pay_rate', width: 5, amount: true, text: contract((row, l) => money(row.pay_rate, l)) },
  {
    name: 'bill_rate',
    sort: 'bill_rate',
    width: 5.25,
    amount: true,
    text: contract((row, l) => money(row.bill_rate, l)),
  },
  { name: 'state', sort: 'state', width: 5.75, draw: 'state' },
  { name: 'signed_at', sort: 'signed_at', width: 6.25, figures: true, text: (row) => moment(row.signed_at) },
  { name: 'deadline', sort: 'deadline', width: 6.5, draw: 'deadline' },
];

const INVOICE: Column[] = [
  { name: 'invoice', sort: 'number', width: 6.5, draw: 'number', text: (row) => row.number },
  { name: 'agency', sort: 'agency', width: 9, text: (row) => row.agency },
  { name: 'company', sort: 'company', width: 9.75, text: (row) => row.company },
  { name: 'issued_on', sort: 'issued_on', width: 6.25, figures: true, text: invoice((row) => day(row.issued_on)) },
  { name: 'due_on', sort: 'due_on', width: 6.25, figures: true, text: invoice((row) => day(row.due_on)) },
  { name: 'week', sort: 'week', width: 7.5, figures: true, text: invoice((row) => row.week) },
  { name: 'net', sort: 'net', width: 5.75, amount: true, text: invoice((row, l) => money(row.net, l)) },
  { name: 'vat', sort: 'vat', width: 5.25, amount: true, text: invoice((row, l) => money(row.vat, l)) },
  { name: 'gross', sort: 'gross', width: 5.75, amount: true, text: invoice((row, l) => money(row.gross, l)) },
  { name: 'state', sort: 'state', width: 5.75, draw: 'state' },
  { name: 'downloaded_at', sort: 'downloaded_at', width: 11, figures: true, draw: 'downloaded' },
];

/** Beside the number while words are searched: where they stand. It is not arranged. */
export const FOUND: Column = { name: 'found', sort: null, width: 18, draw: 'found' };

export function columnsOf(kind: Kind): Column[] {
  return kind === 'contract' ? CONTRACT : INVOICE;
}
