import { expect, it } from 'vitest';

import { spelled, toggled } from './rights';

it('turns a right on and off, and keeps the order of the pills', () => {
  expect(toggled('', 'S')).toBe('S');
  expect(toggled('SR', 'A')).toBe('ASR');
  expect(toggled('ASFR', 'F')).toBe('ASR');
  expect(spelled('AS', 'aucun')).toBe('A S');
  expect(spelled('', 'aucun')).toBe('aucun');
});
