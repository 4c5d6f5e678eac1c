// How saved documents are named, while a person changes it: the texts, and what they make of a document. Draws nothing.

import * as desk from '../backend/commands';
import type { FileNames, Kind, NameExample, NamingView } from '../backend/types';
import { toastError } from '../shared/toasts.svelte';

export class Naming {
  #view = $state.raw<NamingView | null>(null);
  names = $state<FileNames>({ contract: '', invoice: '' });
  examples = $state<Record<Kind, NameExample | null>>({ contract: null, invoice: null });
  #turns: Record<Kind, number> = { contract: 0, invoice: 0 };
  #first: Record<Kind, string | null>;

  /** `first`: the documents that names are tried on. */
  constructor(first: Record<Kind, string | null>) {
    this.#first = first;
  }

  async load(): Promise<void> {
    try {
      this.#view = await desk.naming();
      for (const kind of ['contract', 'invoice'] as const) this.change(kind, this.#view.names[kind]);
    } catch (thrown) {
      toastError(thrown);
    }
  }

  tokens(kind: Kind): string[] {
    return (kind === 'contract' ? this.#view?.contract_tokens : this.#view?.invoice_tokens) ?? [];
  }

  isDefault(kind: Kind): boolean {
    return this.#view === null || this.names[kind] === this.#view.defaults[kind];
  }

  change(kind: Kind, template: string): void {
    this.names[kind] = template;
    void this.#try(kind, template);
  }

  reset(kind: Kind): void {
    if (this.#view) this.change(kind, this.#view.defaults[kind]);
  }

  isValid(kinds: Kind[]): boolean {
    return this.#view !== null && kinds.every((kind) => (this.examples[kind]?.name ?? null) !== null);
  }

  /** Answers whether they are kept. */
  async save(): Promise<boolean> {
    const { contract, invoice } = this.names;
    const kept = this.#view?.names;
    if (kept?.contract === contract && kept.invoice === invoice) return true;
    try {
      await desk.saveNaming({ contract, invoice });
      return true;
    } catch (thrown) {
      toastError(thrown);
      return false;
    }
  }

  async #try(kind: Kind, template: string): Promise<void> {
    this.#turns[kind] += 1;
    const turn = this.#turns[kind];
    try {
      const example = await desk.nameExample({ kind, template, id: this.#first[kind] });
      if (turn === this.#turns[kind]) this.examples[kind] = example;
    } catch (thrown) {
      toastError(thrown);
    }
  }
}
