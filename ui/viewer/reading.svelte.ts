// The document that is open: its facts, its pages, which of them were read, and the documents beside it, fetched
// ahead. Draws nothing.

import { SvelteSet } from 'svelte/reactivity';

import * as desk from '../backend/commands';
import { pageUrl, scaleMilli } from '../backend/pages';
import type { DocumentView, ErrorView, ListQuery, Neighbours, Outline, Review } from '../backend/types';
import { asError } from '../shared/errors';
import { PageImages } from './images';

interface Fetched {
  view: DocumentView;
  outline: Outline | null;
  error: ErrorView | null;
  /** Comes when it comes: the pages do not wait for it. */
  review: Promise<Review | null>;
}

export class Reading {
  id = $state<string | null>(null);
  view = $state.raw<DocumentView | null>(null);
  outline = $state.raw<Outline | null>(null);
  /** Why there is no document, or no page of it. */
  error = $state<ErrorView | null>(null);
  neighbours = $state.raw<Neighbours>({ previous: null, next: null });
  /** Its pages that were read, from 0. */
  read = $state(new SvelteSet<number>());
  zoom = $state(1);
  /** What changed and what deserves attention; none until it is known. */
  review = $state.raw<Review | null>(null);
  readonly images = new PageImages();

  #turn = 0;
  #ahead = new Map<string, Promise<Fetched>>();
  /** By content, so that a new version is read anew. */
  #readOf = new Map<string, SvelteSet<number>>();
  #onopened: (id: string) => void;

  constructor(onopened: (id: string) => void) {
    this.#onopened = onopened;
  }

  get allRead(): boolean {
    return this.outline !== null && this.read.size >= this.outline.pages.length;
  }

  /** Opens the document; `query` is the list whose neighbours are wanted. */
  async open(id: string, query: ListQuery): Promise<void> {
    const turn = this.#begin(id);
    const fetched = this.#ahead.get(id) ?? fetchDocument(id);
    this.#ahead.delete(id);
    try {
      const document = await fetched;
      if (turn !== this.#turn) return;
      this.#show(document);
      void document.review.then((review) => {
        if (turn === this.#turn) this.review = review;
      });
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.view = null;
      this.outline = null;
      this.error = asError(thrown);
    }
    await this.#lookAround(id, query, turn);
  }

  /** Asks again for what is shown: it changed, or a new list is around it. */
  async refresh(query: ListQuery): Promise<void> {
    this.#ahead.clear();
    if (this.id !== null) await this.open(this.id, query);
  }

  close(): void {
    this.#turn += 1;
    this.id = null;
    this.view = null;
    this.outline = null;
    this.error = null;
    this.review = null;
    this.#ahead.clear();
  }

  markRead(pages: number[]): void {
    for (const page of pages) this.read.add(page);
  }

  #begin(id: string): number {
    this.#turn += 1;
    if (id !== this.id) {
      this.id = id;
      this.neighbours = { previous: null, next: null };
    }
    return this.#turn;
  }

  #show({ view, outline, error }: Fetched): void {
    const sameContent = this.outline !== null && outline !== null && this.outline.sha256 === outline.sha256;
    const sameDocument = this.view?.row.id === view.row.id;
    this.view = view;
    if (!sameContent || !sameDocument) this.outline = outline;
    this.error = error;
    if (!sameDocument) this.review = null;
    const key = outline?.sha256 ?? view.sha256;
    const read = this.#readOf.get(key) ?? new SvelteSet<number>();
    this.#readOf.set(key, read);
    this.read = read;
    if (outline && !view.row.opened) this.#markOpened(view.row.id);
  }

  #markOpened(id: string): void {
    desk.markOpened(id).then(
      () => this.#onopened(id),
      // It will be said the next time; reading goes on.
      () => undefined,
    );
  }

  async #lookAround(id: string, query: ListQuery, turn: number): Promise<void> {
    try {
      const neighbours = await desk.neighbours(id, query);
      if (turn !== this.#turn) return;
      this.neighbours = neighbours;
      const wanted = [neighbours.next, neighbours.previous].filter((one) => one !== null);
      for (const one of this.#ahead.keys()) {
        if (!wanted.includes(one)) this.#ahead.delete(one);
      }
      for (const one of wanted) {
        if (!this.#ahead.has(one)) this.#ahead.set(one, fetchDocument(one));
      }
      await this.#drawAhead(wanted, turn);
    } catch {
      // Without neighbours the arrows stay off; the document itself is there.
    }
  }

  /** Renders and decodes the neighbours' first pages while nobody waits for another; moving on gives it up. */
  async #drawAhead(ids: string[], turn: number): Promise<void> {
    const scale = scaleMilli(this.zoom, window.devicePixelRatio);
    await desk.prefetch(ids, scale);
    for (const id of ids) {
      const document = await this.#ahead.get(id);
      if (turn !== this.#turn) return;
      if (!document?.outline) continue;
      await this.images.get(pageUrl(id, document.outline.sha256, 0, scale)).catch(() => undefined);
    }
  }
}

async function fetchDocument(id: string): Promise<Fetched> {
  const review = desk.review(id).catch(() => null);
  const pages = desk.outline(id).then(
    (outline) => ({ outline, error: null }),
    (thrown: unknown) => ({ outline: null, error: asError(thrown) }),
  );
  return { view: await desk.document(id), review, ...(await pages) };
}
