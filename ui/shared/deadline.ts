// How near a legal deadline is. Pure: the moment comes in.

import type { Deadline } from '../backend/types';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Nearness =
  | { is: 'late' }
  | { is: 'minutes'; left: number }
  | { is: 'hours'; left: number }
  | { is: 'tomorrow' }
  | { is: 'days'; left: number };

/** The last day ends at `deadline.ends_at`; before its last 24 hours it is tomorrow's or a later day's matter. */
export function nearness(deadline: Deadline, now: number): Nearness {
  const left = deadline.ends_at - now;
  if (left <= 0) return { is: 'late' };
  if (left < HOUR) return { is: 'minutes', left: Math.max(1, Math.floor(left / MINUTE)) };
  if (left <= DAY) return { is: 'hours', left: Math.floor(left / HOUR) };
  if (left <= 2 * DAY) return { is: 'tomorrow' };
  return { is: 'days', left: Math.ceil(left / DAY) - 1 };
}
