// What waits, for the home page. Draws nothing.

import * as desk from '../backend/commands';
import type { ErrorView, Waiting } from '../backend/types';
import { asError } from '../shared/errors';

export class Home {
  /** None until it was asked. */
  waiting = $state.raw<Waiting[] | null>(null);
  error = $state<ErrorView | null>(null);

  async load(): Promise<void> {
    try {
      this.waiting = await desk.waiting();
      this.error = null;
    } catch (thrown) {
      this.error = asError(thrown);
    }
  }
}
