// Finding in the open document: what is typed, where it stands, which hit is looked at. Draws nothing.

import * as desk from '../backend/commands';
import type { Found, Hit, TextBox } from '../backend/types';

/** A marked place on a page. */
export interface Mark {
  parts: TextBox[];
  current: boolean;
}

/** How long typing rests before it is searched: ms. */
const REST = 120;
const NOTHING: Found = { hits: [], more: false };

export class Find {
  shown = $state(false);
  words = $state('');
  at = $state(0);
  #found = $state.raw<Found>(NOTHING);
  /** What was found belongs to these words. */
  answered = $state('');
  #document: { id: string; sha256: string } | null = null;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onshow: (hit: Hit) => void;

  constructor(onshow: (hit: Hit) => void) {
    this.#onshow = onshow;
  }

  get total(): number {
    return this.#found.hits.length;
  }

  get more(): boolean {
    return this.#found.more;
  }

  /** The marks on a page. */
  on(page: number): Mark[] {
    if (!this.shown) return [];
    const { hits } = this.#found;
    return hits.flatMap((hit, n) => (hit.page === page ? [{ parts: hit.parts, current: n === this.at }] : []));
  }

  /** Another document is open: the same words are searched in it. */
  in(document: { id: string; sha256: string } | null): void {
    if (document?.id === this.#document?.id && document?.sha256 === this.#document?.sha256) return;
    this.#document = document;
    this.#found = NOTHING;
    this.answered = '';
    if (this.shown && this.words) void this.#search(false);
  }

  open(): void {
    this.shown = true;
    if (this.words && this.answered !== this.words) void this.#search(true);
  }

  close(): void {
    this.shown = false;
  }

  type(words: string): void {
    this.words = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(true), REST);
  }

  step(by: 1 | -1): void {
    if (this.total === 0) return;
    this.at = (this.at + by + this.total) % this.total;
    this.#show();
  }

  async #search(show: boolean): Promise<void> {
    this.#turn += 1;
    const [turn, words, document] = [this.#turn, this.words, this.#document];
    const found =
      document && words.trim()
        ? await desk.findInDocument(document.id, document.sha256, words).catch(() => NOTHING)
        : NOTHING;
    if (turn !== this.#turn) return;
    this.#found = found;
    this.answered = words;
    this.at = 0;
    if (show) this.#show();
  }

  #show(): void {
    const hit = this.#found.hits[this.at];
    if (hit) this.#onshow(hit);
  }
}
