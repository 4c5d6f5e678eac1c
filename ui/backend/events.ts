// What the desk tells by itself.

import { bridge } from './bridge';
import type { DeskEvent } from './types';

/** Hears everything the desk tells; the answer stops it. */
export function onDesk(hear: (event: DeskEvent) => void): () => void {
  const stop = bridge.listen(hear);
  return () => void stop.then((stopNow) => stopNow());
}
