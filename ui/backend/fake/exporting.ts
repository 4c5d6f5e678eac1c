// Exports that are made up: they take their time, tell how far they are, and can be stopped.

import type { ExportProgress, FileNames, NameExample, NameTrial, NamingView, SavedFile } from '../types';

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const defaults: FileNames = {
  contract: '{début} {numéro} {salarié} ({statut})',
  invoice: '{date} {numéro} {agence} ({statut})',
};
const contract_tokens = [
  'numéro',
  'agence',
  'client',
  'salarié',
  'nom',
  'prénom',
  'qualification',
  'département',
  'début',
  'fin',
  'échéance',
  'reçu',
  'statut',
];
const invoice_tokens = [
  'numéro',
  'agence',
  'client',
  'date',
  'échéance',
  'semaine',
  'ht',
  'ttc',
  'référence',
  'reçu',
  'statut',
];

export class FakeExports {
  #names = { ...defaults };
  #stopped = false;

  readonly commands = {
    naming: (): NamingView => ({ names: this.#names, defaults, contract_tokens, invoice_tokens }),
    save_naming: ({ names }: { names: FileNames }) => void (this.#names = names),
    name_example: ({ trial }: { trial: NameTrial }): NameExample => this.#example(trial),
    stop_export: () => void (this.#stopped = true),
  };

  async write(name: string, total: number, tell: (progress: ExportProgress) => void): Promise<SavedFile | null> {
    this.#stopped = false;
    for (let step = 0; step <= 20; step += 1) {
      tell({ done: Math.round((total * step) / 20), total });
      await wait(150);
      if (this.#stopped) return null;
    }
    return { path: `/home/clara/Documents/${name}`, name, documents: total };
  }

  #example({ kind, template }: NameTrial): NameExample {
    const known = kind === 'contract' ? contract_tokens : invoice_tokens;
    const used = [...template.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
    const unknown = used.filter((token) => !known.includes(token));
    if (unknown.length > 0 || template.trim() === '') return { name: null, unknown };
    const values: Record<string, string> = {
      numéro: kind === 'contract' ? 'CMDE-BT1-001-001-225333_00' : 'FAC-212984',
      salarié: 'ROUSSEAU Anaïs',
      agence: 'LUCAS JOB CROIX FONSOMME (TEMP)',
      début: '2026-11-23',
      date: '2026-11-22',
      statut: 'signé',
    };
    return { name: `${template.replace(/\{([^}]*)\}/g, (_, token: string) => values[token] ?? token)}.pdf`, unknown };
  }
}
