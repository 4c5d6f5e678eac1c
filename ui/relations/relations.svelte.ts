// The person's relations, and what they lost: known from the desk, answered at the server. Draws nothing.

import * as desk from '../backend/people';
import type { ErrorView, LostAccess, Relation } from '../backend/types';
import { asError } from '../shared/errors';
import { t } from '../shared/i18n/index.svelte';
import { toast, toastError } from '../shared/toasts.svelte';

export class Relations {
  all = $state.raw<Relation[]>([]);
  lost = $state.raw<LostAccess[]>([]);
  /** The one that is being answered, by its key. */
  busy = $state<string | null>(null);
  error = $state<ErrorView | null>(null);

  waiting = $derived(this.all.filter(({ state }) => state === 'waiting'));

  async load(): Promise<void> {
    this.all = await desk.relations();
  }

  async loadLost(): Promise<void> {
    this.lost = await desk.lostAccess();
  }

  async forgetLost(): Promise<void> {
    this.lost = [];
    await desk.forgetLostAccess().catch(toastError);
  }

  /** Answers whether it was confirmed. */
  async confirm(relation: Relation): Promise<boolean> {
    const done = await this.#answer(relation, () => desk.confirmRelation(relation.company_id, relation.agency_id));
    if (done) toast({ text: () => t().people.relations.confirmed(relation.agency) });
    return done;
  }

  async confirmAll(): Promise<void> {
    for (const relation of this.waiting) {
      if (!(await this.confirm(relation))) return;
    }
  }

  async decline(relation: Relation, reason: string): Promise<boolean> {
    const { company_id, agency_id } = relation;
    const done = await this.#answer(relation, () => desk.declineRelation(company_id, agency_id, reason));
    if (done) toast({ text: () => t().people.relations.declined(relation.agency) });
    return done;
  }

  async #answer(relation: Relation, ask: () => Promise<Relation[]>): Promise<boolean> {
    this.busy = keyOf(relation);
    this.error = null;
    try {
      this.all = await ask();
      return true;
    } catch (thrown) {
      this.error = asError(thrown);
      return false;
    } finally {
      this.busy = null;
    }
  }
}

export const keyOf = ({ company_id, agency_id }: Relation): string => `${company_id} ${agency_id}`;
