// What is selected, by document: it survives pages, filters and the viewer. Asks nothing of the desk.

import { SvelteMap, SvelteSet } from 'svelte/reactivity';

import type { ContractRow, InvoiceRow, Row } from '../backend/types';

/** The most documents that one request may cover. */
export const MOST_AT_ONCE = 100;

export class Selection {
  #rows = new SvelteMap<string, Row>();
  /** Those that the person declared to have read. */
  #declared = new SvelteSet<string>();
  /** How many matched the filter when everything was selected; what came later is not among them. */
  frozen = $state<number | null>(null);

  get size(): number {
    return this.#rows.size;
  }

  get ids(): string[] {
    return [...this.#rows.keys()];
  }

  get rows(): Row[] {
    return [...this.#rows.values()];
  }

  /** The selected contracts that wait for a signature. */
  get toSign(): ContractRow[] {
    return [...this.#rows.values()].filter(
      (row) => row.kind === 'contract' && row.state === 'pending',
    ) as ContractRow[];
  }

  /** The selected invoices that wait for an answer. */
  get toAnswer(): InvoiceRow[] {
    return [...this.#rows.values()].filter((row) => row.kind === 'invoice' && row.state === 'pending') as InvoiceRow[];
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  hasDeclared(id: string): boolean {
    return this.#declared.has(id) && this.#rows.has(id);
  }

  add(row: Row): void {
    this.#rows.set(row.id, row);
  }

  remove(id: string): void {
    this.#rows.delete(id);
    this.#declared.delete(id);
    if (this.#rows.size === 0) this.frozen = null;
  }

  toggle(row: Row): void {
    if (this.has(row.id)) this.remove(row.id);
    else this.add(row);
  }

  declare(row: Row, read: boolean): void {
    if (!read) return this.remove(row.id);
    this.add(row);
    this.#declared.add(row.id);
  }

  /** Selects everything that matched a filter at one moment: `count` documents, of which these rows are known. */
  freeze(rows: Row[], count: number): void {
    this.#rows.clear();
    for (const row of rows) this.#rows.set(row.id, row);
    this.frozen = count;
  }

  clear(): void {
    this.#rows.clear();
    this.#declared.clear();
    this.frozen = null;
  }

  /** Takes the newest facts of rows that are selected; a new version was not read yet. */
  refresh(rows: Row[]): void {
    for (const row of rows) {
      const known = this.#rows.get(row.id);
      if (!known) continue;
      if (known.original_sha256 !== row.original_sha256) this.#declared.delete(row.id);
      this.#rows.set(row.id, row);
    }
  }

  markOpened(id: string): void {
    const known = this.#rows.get(id);
    if (known && !known.opened) this.#rows.set(id, { ...known, opened: true });
  }
}
