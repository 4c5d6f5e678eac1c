// The text of a document's pages, asked for when a page is looked at. Keeps a few.

import * as desk from '../backend/commands';
import type { TextRun } from '../backend/types';

const KEPT = 24;

export class PageTexts {
  readonly id: string;
  readonly sha256: string;
  #kept = new Map<number, Promise<TextRun[]>>();

  constructor(id: string, sha256: string) {
    this.id = id;
    this.sha256 = sha256;
  }

  /** The runs of a page; none where it has no text or cannot be read. */
  get(page: number): Promise<TextRun[]> {
    const known = this.#kept.get(page);
    if (known) return known;
    const runs = desk.pageText(this.id, this.sha256, page).catch(() => []);
    this.#kept.set(page, runs);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    return runs;
  }
}
