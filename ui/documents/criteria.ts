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

export function valueOf(criteria: Criterion[], field: CriterionField): string {
  return criteria.find((one) => one.field === field)?.value ?? '';
}

/** With another value of a field; a blank one counts as nothing but is kept while it is typed. */
export function withValue(criteria: Criterion[], field: CriterionField, value: string): Criterion[] {
  const others = criteria.filter((one) => one.field !== field);
  return value === '' ? others : [...others, { field, value }];
}

/** Those that narrow the list. */
export function effective(criteria: Criterion[]): Criterion[] {
  return criteria.filter(({ value }) => value.trim() !== '');
}
