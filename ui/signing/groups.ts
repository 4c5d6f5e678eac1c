// What the review shows of the contracts to be signed. Pure.

import type { ContractRow, ReviewFlags } from '../backend/types';
import { nearness } from '../shared/deadline';

export interface Group {
  agency: string;
  rows: ContractRow[];
}

export interface Exception {
  row: ContractRow;
  late: boolean;
  unopened: boolean;
  /** Not as in the contract it is compared with. */
  changed: boolean;
  /** Rules that are not met, by what is known. */
  errors: number;
  /** Points that deserve a look. */
  warnings: number;
}

/** By agency, in the order of their names. */
export function byAgency(rows: ContractRow[]): Group[] {
  const groups = new Map<string, ContractRow[]>();
  for (const row of rows) groups.set(row.agency, [...(groups.get(row.agency) ?? []), row]);
  return [...groups.entries()]
    .map(([agency, own]) => ({ agency, rows: own }))
    .sort((one, other) => one.agency.localeCompare(other.agency, 'fr'));
}

/** What should be looked at first: failed checks, changes, the late ones, then those never opened. */
export function exceptions(rows: ContractRow[], flags: ReadonlyMap<string, ReviewFlags>, now: number): Exception[] {
  return rows
    .map((row) => {
      const { changed = false, errors = 0, warnings = 0 } = flags.get(row.id) ?? {};
      const late = nearness(row.deadline, now).is === 'late';
      return { row, late, unopened: !row.opened, changed, errors, warnings };
    })
    .filter((one) => weight(one) > 0)
    .sort((one, other) => weight(other) - weight(one) || one.row.deadline.ends_at - other.row.deadline.ends_at);
}

const weight = ({ errors, changed, warnings, late, unopened }: Exception): number =>
  Number(errors > 0) * 16 + Number(changed) * 8 + Number(warnings > 0) * 4 + Number(late) * 2 + Number(unopened);

/** For which companies, each once. */
export function companies(rows: ContractRow[]): string[] {
  return [...new Set(rows.map((row) => row.company))];
}

export function openedCount(rows: ContractRow[]): number {
  return rows.filter((row) => row.opened).length;
}
