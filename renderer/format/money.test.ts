import { expect, test } from 'vitest';
import { money } from './money.ts';

test.each([
  [0, '$0.00'],
  [0.00035, '$0.0004'],
  [0.0099, '$0.01'],
  [0.01, '$0.01'],
  [1.417, '$1.42'],
])('%d is %s', (amount, words) => {
  expect(money(amount, 'USD', 'en')).toBe(words);
});
