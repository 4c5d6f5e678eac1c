import { expect, it } from 'vitest';

import type { Place, PlacePerson } from '../backend/types';
import { emptyFilter, shown } from './filter';

const person = (name: string, rights: string): PlacePerson => ({
  person_id: name,
  name,
  email: `${name.toLowerCase().replace(' ', '.')}@the-eu.example`,
  rights,
  state: 'confirmed',
  imposed: '',
  last_admin: false,
});

const place = (agency: string, people: PlacePerson[]): Place => ({
  company_id: 'c',
  company: 'THE EU',
  company_siret: '73282932000074',
  agency_id: agency,
  agency,
  people,
});

const places = [
  place('LUCAS JOB', [person('Clara LEGER', 'ASFR'), person('Jérôme DUPONT', 'S')]),
  place('MOREAU TALENT', [person('Clara LEGER', 'AF')]),
];

const names = (filter: Partial<ReturnType<typeof emptyFilter>>): string[] =>
  shown(places, { ...emptyFilter(), ...filter }).map(
    ({ agency, people }) => `${agency}: ${people.map(({ name }) => name).join(', ')}`,
  );

it('finds people without accents, and by their company and agency', () => {
  expect(names({ words: 'jerome' })).toEqual(['LUCAS JOB: Jérôme DUPONT']);
  expect(names({ words: 'moreau clara' })).toEqual(['MOREAU TALENT: Clara LEGER']);
  expect(names({ words: 'nobody' })).toEqual([]);
});

it('shows those who have a right', () => {
  expect(names({ right: 'S' })).toEqual(['LUCAS JOB: Clara LEGER, Jérôme DUPONT']);
  expect(names({ agency: 'MOREAU TALENT' })).toEqual(['MOREAU TALENT: Clara LEGER']);
});
