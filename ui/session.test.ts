import { expect, it, vi } from 'vitest';

import type { Status } from './backend/types';
import { Session } from './session.svelte';

vi.mock('./backend/bridge', () => ({ bridge: {} }));
vi.stubGlobal('window', { matchMedia: () => ({ matches: false }) });
vi.stubGlobal('document', { documentElement: { dataset: {} } });

function status(revision: number, connection: Status['connection']): Status {
  const settings = { language: 'fr', theme: 'light' } as Status['settings'];
  return { revision, phase: 'open', connection, settings } as Status;
}

it('is not set back by an answer that an event has overtaken', () => {
  const session = new Session();
  session.take(status(2, { is: 'online' }));
  session.take(status(1, { is: 'syncing', done: 0, total: 0 }));
  expect(session.status?.connection.is).toBe('online');
  session.take(status(3, { is: 'session_ended' }));
  expect(session.status?.connection.is).toBe('session_ended');
});
