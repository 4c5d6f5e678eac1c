// Answering invoices: the sheet that is open, what is chosen in it, how it ended. Draws nothing; keeps no password.

import * as desk from '../backend/commands';
import type { AnswerChoice, AnswerReason, AnswerStatus, ErrorView, InvoiceRow } from '../backend/types';
import { asError } from '../shared/errors';
import { MOST_AT_ONCE } from '../shared/selection.svelte';
import { toastError } from '../shared/toasts.svelte';
import type { Why } from './answers';

export interface Answered {
  status: AnswerStatus;
  count: number;
}

export class Answering {
  phase = $state<'idle' | 'review' | 'checking'>('idle');
  rows = $state.raw<InvoiceRow[]>([]);
  choices = $state.raw<AnswerChoice[]>([]);
  status = $state<AnswerStatus>('validated');
  reasons = $state<AnswerReason[]>([]);
  comment = $state('');
  /** Why the last press changed nothing. */
  error = $state<ErrorView | null>(null);
  /** By invoice: why the last press did not answer it. */
  failures = $state.raw<ReadonlyMap<string, Why>>(new Map());
  /** By invoice: the request whose answer was lost. */
  #lost = new Map<string, string>();
  #onanswered: (id: string) => void;

  constructor(onanswered: (id: string) => void) {
    this.#onanswered = onanswered;
  }

  /** The reasons that go with what is chosen. */
  get offered(): AnswerReason[] {
    return this.choices.find(({ status }) => status === this.status)?.reasons ?? [];
  }

  review(rows: InvoiceRow[], status: AnswerStatus): void {
    if (this.phase === 'checking' || rows.length === 0) return;
    this.rows = rows;
    this.error = null;
    this.failures = new Map();
    this.comment = '';
    this.#lost.clear();
    this.phase = 'review';
    this.choose(status);
    if (this.choices.length === 0) desk.answerChoices().then((choices) => (this.choices = choices), toastError);
  }

  choose(status: AnswerStatus): void {
    this.status = status;
    this.reasons = [];
  }

  toggle(reason: AnswerReason, wanted: boolean): void {
    this.reasons = wanted ? [...this.reasons, reason] : this.reasons.filter((one) => one !== reason);
  }

  leaveOut(id: string): void {
    this.rows = this.rows.filter((row) => row.id !== id);
    if (this.rows.length === 0) this.close();
  }

  close(): void {
    if (this.phase !== 'checking') this.phase = 'idle';
  }

  /** Answers all that is reviewed; those that were not stay in the sheet, each with its reason. */
  async answer(password: string): Promise<Answered | null> {
    if (this.phase !== 'review') return null;
    this.phase = 'checking';
    this.error = null;
    const { status, comment } = this;
    const answer = { status, reasons: [...this.reasons], comment: comment.trim() === '' ? null : comment };
    const failures = new Map<string, Why>();
    let count = 0;
    try {
      for (const { requestId, ids } of this.#requests()) {
        for (const outcome of await desk.answerInvoices(ids, answer, password, requestId)) {
          this.#lost.delete(outcome.id);
          if (outcome.outcome === 'signed') {
            count += 1;
            this.rows = this.rows.filter((row) => row.id !== outcome.id);
            this.#onanswered(outcome.id);
          } else if (outcome.outcome === 'refused') {
            failures.set(outcome.id, outcome.reason);
          } else {
            failures.set(outcome.id, 'unknown');
            this.#lost.set(outcome.id, requestId);
          }
        }
      }
    } catch (thrown) {
      this.error = asError(thrown);
    }
    this.failures = failures;
    this.phase = this.rows.length === 0 ? 'idle' : 'review';
    return { status, count };
  }

  /** An invoice whose answer was lost keeps its request, so that nothing is answered twice. */
  #requests(): { requestId: string; ids: string[] }[] {
    const found = new Map<string, string[]>();
    const fresh: string[] = [];
    for (const { id } of this.rows) {
      const lost = this.#lost.get(id);
      if (lost === undefined) fresh.push(id);
      else found.set(lost, [...(found.get(lost) ?? []), id]);
    }
    const requests = [...found].map(([requestId, ids]) => ({ requestId, ids }));
    for (let at = 0; at < fresh.length; at += MOST_AT_ONCE) {
      requests.push({ requestId: crypto.randomUUID(), ids: fresh.slice(at, at + MOST_AT_ONCE) });
    }
    return requests;
  }
}
