// What waits of a kind, all agencies together. Pure.

import type { Kind, Waiting } from '../backend/types';

export interface Sum {
  /** The late agencies first, then those of which most waits. */
  agencies: Waiting[];
  documents: number;
  late: number;
  /** Cents. */
  gross: number;
  lateGross: number;
}

export function sumOf(waiting: Waiting[], kind: Kind): Sum {
  const agencies = waiting
    .filter((one) => one.kind === kind)
    .sort(
      (one, other) =>
        other.late - one.late || other.documents - one.documents || one.agency.localeCompare(other.agency, 'fr'),
    );
  const sum = (read: (one: Waiting) => number): number => agencies.reduce((total, one) => total + read(one), 0);
  return {
    agencies,
    documents: sum((one) => one.documents),
    late: sum((one) => one.late),
    gross: sum((one) => one.gross),
    lateGross: sum((one) => one.late_gross),
  };
}
