// A signing: the review that is open, the batch that runs, how it ended. Draws nothing; keeps no password.

import { SvelteMap } from 'svelte/reactivity';

import * as desk from '../backend/commands';
import type { ContractRow, ErrorView, SignOutcome } from '../backend/types';
import { asError } from '../shared/errors';
import { failuresOf, requests, signedCount } from './batch';

/** `review`: the sheet is open. `running`: the password was right, outcomes come. `ended`: all are told. */
export type Phase = 'idle' | 'review' | 'checking' | 'running' | 'ended';

export class Signing {
  phase = $state<Phase>('idle');
  rows = $state.raw<ContractRow[]>([]);
  outcomes = new SvelteMap<string, SignOutcome>();
  /** Why the last press signed nothing. */
  error = $state<ErrorView | null>(null);
  startedAt = $state(0);
  /** By document: the request whose answer was lost. */
  #lost = new Map<string, string>();
  #onsigned: (id: string) => void;

  constructor(onsigned: (id: string) => void) {
    this.#onsigned = onsigned;
  }

  get signed(): number {
    return signedCount(this.outcomes);
  }

  get failures() {
    return failuresOf(this.rows, this.outcomes);
  }

  review(rows: ContractRow[]): void {
    if (this.phase === 'running' || rows.length === 0) return;
    this.rows = rows;
    this.outcomes.clear();
    this.error = null;
    this.phase = 'review';
  }

  /** Leaves a document out of the review. */
  leaveOut(id: string): void {
    this.rows = this.rows.filter((row) => row.id !== id);
    if (this.rows.length === 0) this.close();
  }

  close(): void {
    if (this.phase !== 'checking' && this.phase !== 'running') this.phase = 'idle';
  }

  /** Signs all that is reviewed. A wrong password signs nothing and leaves the review open. */
  async sign(password: string): Promise<void> {
    if (this.phase !== 'review') return;
    this.phase = 'checking';
    this.error = null;
    this.startedAt = Date.now();
    const all = requests(
      this.rows.map((row) => row.id),
      this.#lost,
      crypto.randomUUID(),
    );
    for (const { requestId, ids } of all) {
      try {
        const outcomes = await desk.signDocuments(ids, password, requestId, (outcome) =>
          this.#take(outcome, requestId),
        );
        for (const outcome of outcomes) this.#take(outcome, requestId);
      } catch (thrown) {
        this.error = asError(thrown);
        break;
      }
    }
    this.phase = this.outcomes.size === 0 ? 'review' : 'ended';
  }

  #take(outcome: SignOutcome, requestId: string): void {
    const known = this.outcomes.get(outcome.id);
    if (known?.outcome === outcome.outcome) return;
    this.phase = 'running';
    this.outcomes.set(outcome.id, outcome);
    if (outcome.outcome === 'unknown') this.#lost.set(outcome.id, requestId);
    else this.#lost.delete(outcome.id);
    if (outcome.outcome === 'signed') this.#onsigned(outcome.id);
  }
}
