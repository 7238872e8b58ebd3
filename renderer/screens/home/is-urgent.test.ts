import { expect, test } from 'vitest';
import { setStates } from '../../../core/contract/app.ts';
import { isUrgent } from './is-urgent.ts';

test('an attack and locks that end come before the next backup, nothing else does', () => {
  expect(setStates.filter(isUrgent)).toEqual(['suspected', 'lapsed', 'at-risk']);
});
