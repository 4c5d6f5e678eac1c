// What a form or a button tries: whether it is under way, and why the last time failed.

import type { ErrorView } from '../backend/types';
import { asError } from './errors';

export class Attempt {
  busy = $state(false);
  error = $state.raw<ErrorView | null>(null);

  /** Answers whether it worked. What is thrown stays in `error` until the next time. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.error = null;
    try {
      await act();
      return true;
    } catch (thrown) {
      this.error = asError(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
