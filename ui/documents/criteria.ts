// The fields of the advanced search, by kind, in the order of the guide. Pure.

import type { Criterion, CriterionField, Kind } from '../backend/types';
import type { Catalogue } from '../shared/i18n/fr';

export interface CriterionInput {
  field: CriterionField;
  /** What it is called, in the catalogue. */
  label: keyof Catalogue['documents']['criteria'];
}

const CONTRACT: CriterionInput[] = [
  { field: 'agency', label: 'agency' },
  { field: 'number', label: 'number' },
  { field: 'company', label: 'client' },
  { field: 'department', label: 'department' },
  { field: 'justification', label: 'justification' },
  { field: 'last_name', label: 'last_name' },
  { field: 'first_name', label: 'first_name' },
  { field: 'qualification', label: 'qualification' },
  { field: 'position_status', label: 'position_status' },
];

const INVOICE: CriterionInput[] = [
  { field: 'agency', label: 'agency' },
  { field: 'number', label: 'invoice' },
  { field: 'company', label: 'company' },
  { field: 'reference', label: 'reference' },
];

export function inputsOf(kind: Kind): CriterionInput[] {
  return kind === 'contract' ? CONTRACT : INVOICE;
}

/** The values of a field that are settled, one of which must hold, and the one that is being typed. */
export function valuesOf(criteria: Criterion[], field: CriterionField): { settled: string[]; typed: string } {
  const values = criteria.filter((one) => one.field === field).map(({ value }) => value);
  return { settled: values.slice(0, -1), typed: values.at(-1) ?? '' };
}

/** With other values of a field; what is typed may be blank: it counts as nothing. */
export function withValues(
  criteria: Criterion[],
  field: CriterionField,
  settled: string[],
  typed: string,
): Criterion[] {
  const others = criteria.filter((one) => one.field !== field);
  const values = typed === '' && settled.length === 0 ? [] : [...settled, typed];
  return [...others, ...values.map((value) => ({ field, value }))];
}

/** Those that narrow the list. */
export function effective(criteria: Criterion[]): Criterion[] {
  return criteria.filter(({ value }) => value.trim() !== '');
}
