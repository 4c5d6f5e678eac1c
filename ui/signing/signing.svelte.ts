// A signing: the review that is open, the batch that runs, how it ended. The desk keeps the batch, so that a new window or
// a restarted app goes on with it. Draws nothing; keeps no password.

import { SvelteMap } from 'svelte/reactivity';

import * as desk from '../backend/commands';
import type { BatchDocument, ContractRow, ErrorView, ReviewFlags, SigningBatch, SignOutcome } from '../backend/types';
import { asError } from '../shared/errors';
import { toastError } from '../shared/toasts.svelte';
import { failuresOf, stateOf, unfinished } from './batch';

/** Contracts whose checks are asked for at once. */
const FLAGGED_AT_ONCE = 200;

/** `review`: the sheet is open. `running`: the password was right, outcomes come. `ended`: what is known is told. */
export type Phase = 'idle' | 'review' | 'checking' | 'running' | 'ended';

export class Signing {
  phase = $state<Phase>('idle');
  /** What is reviewed. */
  rows = $state.raw<ContractRow[]>([]);
  /** What deserves a look among them, as far as it is known yet. */
  flags = new SvelteMap<string, ReviewFlags>();
  documents = new SvelteMap<string, BatchDocument>();
  stopping = $state(false);
  /** Why nothing, or not all, was sent. */
  error = $state<ErrorView | null>(null);
  startedAt = $state(0);
  /** How many were settled then. */
  settledBefore = 0;
  #onsigned: (id: string) => void;
  /** Whether this window sent it, and hears each outcome. */
  #own = false;

  constructor(onsigned: (id: string) => void) {
    this.#onsigned = onsigned;
  }

  get total(): number {
    return this.documents.size;
  }

  get signed(): number {
    return this.#count('signed');
  }

  get waiting(): number {
    return this.#count('waiting');
  }

  get failures() {
    return failuresOf(this.documents.values());
  }

  /** What the person can go on with. */
  get unfinished(): ContractRow[] {
    return unfinished(this.documents.values());
  }

  /** What the desk still has, from another window or before a restart. */
  async look(): Promise<void> {
    if (this.#own || this.phase === 'review' || this.phase === 'checking') return;
    try {
      const batch = await desk.signingBatch();
      if (!this.#own) this.#show(batch);
    } catch (thrown) {
      toastError(thrown);
    }
  }

  review(rows: ContractRow[]): void {
    if (this.phase === 'running' || rows.length === 0) return;
    this.rows = rows;
    this.error = null;
    this.phase = 'review';
    void this.#flag(rows);
  }

  /** Looks at everything that is reviewed, a part at a time, for as long as the review is open. */
  async #flag(rows: ContractRow[]): Promise<void> {
    this.flags.clear();
    try {
      for (let at = 0; at < rows.length && this.phase === 'review'; at += FLAGGED_AT_ONCE) {
        const part = rows.slice(at, at + FLAGGED_AT_ONCE).map((row) => row.id);
        for (const flags of await desk.reviewFlags(part)) this.flags.set(flags.id, flags);
      }
    } catch (thrown) {
      toastError(thrown);
    }
  }

  /** Leaves a document out of the review. */
  leaveOut(id: string): void {
    this.rows = this.rows.filter((row) => row.id !== id);
    if (this.rows.length === 0) this.close();
  }

  /** Closes the review, or forgets how the batch ended. */
  close(): void {
    if (this.phase === 'review') {
      this.error = null;
      this.phase = this.documents.size > 0 ? 'ended' : 'idle';
    } else if (this.phase === 'ended') {
      this.phase = 'idle';
      this.documents.clear();
      desk.forgetSigning().catch(toastError);
    }
  }

  stop(): void {
    this.stopping = true;
    desk.stopSigning().catch(toastError);
  }

  /** Signs all that is reviewed. A wrong password signs nothing and leaves the review open. */
  async sign(password: string): Promise<void> {
    if (this.phase !== 'review') return;
    this.phase = 'checking';
    this.error = null;
    this.stopping = false;
    this.startedAt = Date.now();
    this.#own = true;
    const ids = this.rows.map((row) => row.id);
    try {
      this.#show(await desk.signBatch(ids, password, (outcome) => this.#take(outcome)));
    } catch (thrown) {
      this.error = asError(thrown);
      this.phase = 'review';
    } finally {
      this.#own = false;
    }
  }

  #show(batch: SigningBatch): void {
    const known = this.documents.size;
    this.documents.clear();
    for (const document of batch.documents) {
      this.documents.set(document.id, document);
      if (document.state.is === 'signed') this.#onsigned(document.id);
    }
    this.stopping = batch.stopping;
    this.error = batch.error;
    if (batch.running) this.phase = 'running';
    else if (batch.documents.length > 0) this.phase = 'ended';
    else if (known > 0 && this.phase === 'running') this.phase = 'ended';
  }

  #take(outcome: SignOutcome): void {
    // The first outcome says that the password was right: from now on the batch stands for the review.
    if (this.phase === 'checking') {
      this.documents.clear();
      for (const row of this.rows) {
        const state = { is: 'waiting' as const };
        this.documents.set(row.id, { id: row.id, number: row.number, row: { kind: 'contract', ...row }, state });
      }
      this.phase = 'running';
    }
    const document = this.documents.get(outcome.id);
    if (document) this.documents.set(outcome.id, { ...document, state: stateOf(outcome) });
    if (outcome.outcome === 'signed') this.#onsigned(outcome.id);
  }

  #count(is: BatchDocument['state']['is']): number {
    let count = 0;
    for (const { state } of this.documents.values()) if (state.is === is) count += 1;
    return count;
  }
}
