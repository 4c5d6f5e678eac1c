// Which of the reasons it is that a list is empty. Pure.

import type { KindCounts } from '../backend/types';
import { type Filters, hides } from './filters';

/**
 * `done`: nothing waits. `hidden`: the filters hide what there is. `no_state`: neither state is ticked. `never`: no
 * synchronisation has ended yet. `no_right`: the person sees no document of any kind. `nothing_yet`: none came.
 */
export type Emptiness = 'done' | 'hidden' | 'no_state' | 'never' | 'no_right' | 'nothing_yet';

export function emptiness(filters: Filters, counts: KindCounts[], lastSyncAt: number | null): Emptiness {
  if (lastSyncAt === null) return 'never';
  if (!filters.pending && !filters.archived) return 'no_state';
  const own = counts.find((one) => one.kind === filters.kind);
  if (!own) return counts.length === 0 ? 'no_right' : 'nothing_yet';
  if (own.pending + own.archived === 0) return 'nothing_yet';
  const searched = filters.search.trim() !== '';
  if (filters.kind === 'contract' && !searched && !filters.archived && own.pending === 0) return 'done';
  return hides(filters) ? 'hidden' : 'nothing_yet';
}
