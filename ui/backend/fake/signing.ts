// A made-up signing, request by request.

import type { BatchState, SigningBatch, SignOutcome } from '../types';
import type { Contract } from './data';

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export class FakeSigning {
  #states = new Map<string, BatchState>();
  #running = false;
  #stopping = false;
  #error: SigningBatch['error'] = null;

  constructor(
    readonly contracts: Contract[],
    readonly onsigned: () => void,
  ) {
    if (!new URLSearchParams(location.search).has('unfinished')) return;
    const pending = contracts.filter(({ row }) => row.state === 'pending');
    pending.slice(0, 9).forEach(({ row }, at) => this.#states.set(row.id, { is: at < 2 ? 'unknown' : 'waiting' }));
  }

  batch(): SigningBatch {
    const documents = [...this.#states].map(([id, state]) => {
      const row = this.contracts.find((one) => one.row.id === id)?.row;
      return { id, number: row?.number ?? id, row: row ? { kind: 'contract' as const, ...row } : null, state };
    });
    return { running: this.#running, stopping: this.#stopping, error: this.#error, documents };
  }

  stop(): void {
    this.#stopping = true;
  }

  forget(): void {
    this.#states.clear();
  }

  async sign(ids: string[], password: string, hear: (outcome: SignOutcome) => void): Promise<SigningBatch> {
    this.#states = new Map(ids.map((id) => [id, { is: 'waiting' }]));
    [this.#running, this.#stopping, this.#error] = [true, false, null];
    for (const [at, id] of ids.entries()) {
      if (this.#stopping && at % 100 === 0) break;
      if (password === 'coupure' && at === 100) {
        this.#error = { code: 'server_unreachable', retry_after_seconds: null, field: null, diagnostic: 'made up' };
        break;
      }
      await wait(ids.length > 100 ? 15 : 200);
      const outcome = this.#outcome(id, at, ids.length, password);
      if (outcome.outcome === 'signed') this.#states.set(id, { is: 'signed', at: outcome.at });
      else if (outcome.outcome === 'refused') this.#states.set(id, { is: 'refused', reason: outcome.reason });
      else this.#states.set(id, { is: 'unknown' });
      hear(outcome);
    }
    this.#running = false;
    const ended = this.batch();
    if (ended.documents.every(({ state }) => state.is === 'signed')) this.forget();
    this.onsigned();
    return ended;
  }

  #outcome(id: string, at: number, of: number, password: string): SignOutcome {
    if (password === 'perdu' && at === of - 1) return { outcome: 'unknown', id };
    if (password === 'refus' && at % 2 === 1) {
      return { outcome: 'refused', id, reason: at % 4 === 1 ? 'withdrawn' : 'sealing_failed' };
    }
    const contract = this.contracts.find(({ row }) => row.id === id);
    const signed = { state: 'archived' as const, signed_at: Date.now(), signed_by: 'Clara LEGER' };
    if (contract) Object.assign(contract.row, signed);
    return { outcome: 'signed', id, at: signed.signed_at };
  }
}
