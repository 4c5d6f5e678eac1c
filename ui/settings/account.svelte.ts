// The account as the server has it, and its sessions. Draws nothing.

import * as desk from '../backend/account';
import type { AccountChange, AccountDetails, ErrorView, SessionView } from '../backend/types';
import { asError } from '../shared/errors';

export class AccountState {
  details = $state.raw<AccountDetails | null>(null);
  sessions = $state.raw<SessionView[] | null>(null);
  /** Why there is nothing to show. */
  error = $state<ErrorView | null>(null);

  async load(): Promise<void> {
    this.error = null;
    try {
      this.details = await desk.account();
      this.sessions = await desk.sessions();
    } catch (thrown) {
      this.error = asError(thrown);
    }
  }

  async change(change: Partial<AccountChange>): Promise<void> {
    this.details = await desk.changeAccount(change);
  }

  async changeEmail(email: string, password: string): Promise<void> {
    this.details = await desk.changeEmail(email, password);
  }

  async changePassword(old: string, fresh: string): Promise<void> {
    await desk.changePassword(old, fresh);
    this.sessions = await desk.sessions();
  }

  async endSession(id: string): Promise<void> {
    this.sessions = await desk.endSession(id);
  }

  async endOthers(): Promise<void> {
    this.sessions = await desk.endOtherSessions();
  }
}
