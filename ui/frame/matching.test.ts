import { expect, it } from 'vitest';

import { matching } from './matching';

const items = ['Thème clair', 'Contrats à signer', 'Relire et signer la sélection'].map((label) => ({ label }));
const found = (typed: string): string[] => matching(items, typed).map(({ label }) => label);

it('finds without accents and in any order of words', () => {
  expect(found('theme')).toEqual(['Thème clair']);
  expect(found('selec signer')).toEqual(['Relire et signer la sélection']);
});

it('puts what begins with the letters first, and all when nothing is typed', () => {
  expect(found('')).toHaveLength(3);
  expect(found('re')[0]).toBe('Relire et signer la sélection');
});
