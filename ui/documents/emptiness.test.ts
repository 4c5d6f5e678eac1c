import { expect, it } from 'vitest';

import { emptiness } from './emptiness';
import { initialFilters, openFilters } from './filters';

const counts = (pending: number, archived: number) => [{ kind: 'contract' as const, pending, archived, late: 0 }];

it('says done only when nothing waits anywhere', () => {
  expect(emptiness(initialFilters(), counts(0, 12), 1)).toBe('done');
  expect(emptiness(initialFilters(), counts(3, 12), 1)).toBe('hidden');
});

it('never calls a search that finds nothing done', () => {
  expect(emptiness({ ...initialFilters(), search: 'soudeur' }, counts(0, 12), 1)).toBe('hidden');
});

it('tells never synchronised from nothing received and from no right', () => {
  expect(emptiness(openFilters('contract'), [], null)).toBe('never');
  expect(emptiness(openFilters('contract'), [], 1)).toBe('no_right');
  expect(emptiness(openFilters('contract'), counts(0, 0), 1)).toBe('nothing_yet');
});

it('asks for a state when none is ticked', () => {
  expect(emptiness({ ...initialFilters(), pending: false }, counts(3, 12), 1)).toBe('no_state');
});
