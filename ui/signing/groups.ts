// What the review shows of the contracts to be signed. Pure.

import type { ContractRow } from '../backend/types';
import { nearness } from '../shared/deadline';

export interface Group {
  agency: string;
  rows: ContractRow[];
}

export interface Exception {
  row: ContractRow;
  late: boolean;
  unopened: boolean;
}

/** By agency, in the order of their names. */
export function byAgency(rows: ContractRow[]): Group[] {
  const groups = new Map<string, ContractRow[]>();
  for (const row of rows) groups.set(row.agency, [...(groups.get(row.agency) ?? []), row]);
  return [...groups.entries()]
    .map(([agency, own]) => ({ agency, rows: own }))
    .sort((one, other) => one.agency.localeCompare(other.agency, 'fr'));
}

/** What should be looked at first: the late ones, then those never opened. */
export function exceptions(rows: ContractRow[], now: number): Exception[] {
  return rows
    .map((row) => ({ row, late: nearness(row.deadline, now).is === 'late', unopened: !row.opened }))
    .filter(({ late, unopened }) => late || unopened)
    .sort(
      (one, other) => Number(other.late) - Number(one.late) || one.row.deadline.ends_at - other.row.deadline.ends_at,
    );
}

/** For which companies, each once. */
export function companies(rows: ContractRow[]): string[] {
  return [...new Set(rows.map((row) => row.company))];
}

export function openedCount(rows: ContractRow[]): number {
  return rows.filter((row) => row.opened).length;
}
