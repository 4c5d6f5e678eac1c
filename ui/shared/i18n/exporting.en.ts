// The English of `exporting.fr.ts`.

import type { exporting as french } from './exporting.fr';

const grouped = (n: number): string => new Intl.NumberFormat('en-GB').format(n);
const nth = (n: number, one: string, many: string): string => `${grouped(n)} ${n === 1 ? one : many}`;

export const exporting: typeof french = {
  menu: 'Export',
  xlsx: 'List for Excel (.xlsx)…',
  csv: 'List as text (.csv)…',
  pdf: 'Document as PDF…',
  zip: (n) => `${nth(n, 'document', 'documents')} as a ZIP archive…`,
  rows: (n, exact) => (exact ? nth(n, 'row', 'rows') : `more than ${nth(n, 'row', 'rows')}`),
  ofSelection: 'The selection',
  ofFilter: 'Everything that matches the filters',
  most: (n) => `An archive holds ${grouped(n)} documents at most: narrow the filter.`,
  busy: 'Exporting',
  progress: (done, total) => `${grouped(done)} / ${grouped(total)}`,
  stop: 'Stop',
  stopping: 'Stopping…',
  done: (name) => `${name} saved`,
  stopped: 'Export stopped: no file was written.',
  title: (n) => `Export ${nth(n, 'document', 'documents')}`,
  note: (summary) =>
    `The archive holds the PDFs and a list of them, ${summary}. The names you choose apply to downloads too.`,
  summary: 'Contents.xlsx',
  names: { contract: 'Name of contracts', invoice: 'Name of invoices' },
  tokens: 'Add to the name',
  example: 'Example',
  reset: 'Reset',
  unknown: (tokens) =>
    tokens.length === 1
      ? `There is no {${tokens.join()}}. Choose from those offered.`
      : `There are no ${tokens.map((one) => `{${one}}`).join(', ')}. Choose from those offered.`,
  invalid: '1 to 200 characters.',
  submit: 'Choose where to save…',
};
