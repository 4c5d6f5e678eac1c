// Which of the places and people are shown. Pure.

import type { Place } from '../backend/types';
import type { Letter } from '../shared/rights';

export interface BoardFilter {
  words: string;
  /** Identifiers; empty for all. */
  company: string;
  agency: string;
  right: Letter | '';
}

export const emptyFilter = (): BoardFilter => ({ words: '', company: '', agency: '', right: '' });

export const keyOf = ({ company_id, agency_id }: { company_id: string; agency_id: string }): string =>
  `${company_id} ${agency_id}`;

/** A place under its company and agency, with those of its people who match. Words match people, companies or agencies. */
export function shown(places: Place[], { words, company, agency, right }: BoardFilter): Place[] {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  const has = (text: string, word: string): boolean => folded(text).includes(word);
  return places.flatMap((place) => {
    if (company !== '' && place.company_id !== company) return [];
    if (agency !== '' && place.agency_id !== agency) return [];
    const left = wanted.filter((word) => !has(`${place.company} ${place.agency}`, word));
    const people = place.people.filter(
      ({ name, email, rights }) =>
        left.every((word) => has(`${name} ${email}`, word)) && (right === '' || rights.includes(right)),
    );
    const filters = wanted.length > 0 || right !== '';
    return filters && people.length === 0 ? [] : [{ ...place, people }];
  });
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
}
