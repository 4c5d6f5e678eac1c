import { expect, test } from 'vitest';

import { lacking } from './answers';

test('a validation needs nothing, everything else a reason, and another reason its words', () => {
  expect(lacking('validated', [], '')).toBeNull();
  expect(lacking('disputed', [], 'parce que')).toBe('reason');
  expect(lacking('disputed', ['QTE_ERR'], '')).toBeNull();
  expect(lacking('disputed', ['QTE_ERR', 'AUTRE'], ' ')).toBe('comment');
  expect(lacking('disputed', ['AUTRE'], 'Semaine fériée')).toBeNull();
});
