// The one door to Rust. In development without the app's window, a made-up desk answers instead; it is no part of a
// build.

import { Channel, convertFileSrc, invoke, isTauri } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { DeskEvent } from './types';

/** What answers commands and tells events. */
export interface Bridge {
  call<T>(command: string, args?: Record<string, unknown>): Promise<T>;
  /** A command that tells things while it runs, by the argument `name`. */
  callTelling<T, P>(command: string, args: Record<string, unknown>, name: string, tell: (part: P) => void): Promise<T>;
  listen(hear: (event: DeskEvent) => void): Promise<() => void>;
  pageUrl(path: string): string;
}

const desk: Bridge = {
  call: (command, args) => invoke(command, args),
  callTelling(command, args, name, tell) {
    const channel = new Channel<Parameters<typeof tell>[0]>();
    channel.onmessage = tell;
    return invoke(command, { ...args, [name]: channel });
  },
  listen: (hear) => listen<DeskEvent>('desk', (event) => hear(event.payload)),
  pageUrl: (path) => convertFileSrc(path, 'page'),
};

async function madeUp(): Promise<Bridge> {
  const { bridge } = await import('./fake/bridge');
  return bridge;
}

export const bridge: Bridge = import.meta.env.DEV && !isTauri() ? await madeUp() : desk;
