import { expect, test } from 'vitest';
import { neverShown } from './never-shown.ts';

test.each([
  ['an error at once', { code: 133, isTold: false }, 400, true],
  ['an error after a while', { code: 133, isTold: false }, 60_000, false],
  ['a good end at once', { code: 0, isTold: false }, 400, false],
  ['Ctrl-C at once', { code: 1, isTold: true }, 400, false],
])('%s', (_what, ended, lastedMs, isIt) => {
  expect(neverShown(ended, lastedMs)).toBe(isIt);
});
