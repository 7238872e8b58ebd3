import { expect, test } from 'vitest';
import { kitFlag } from './kit-flag.ts';

test.each([
  [undefined, ''],
  ['kit.txt', ' --kit kit.txt'],
  ['my kit.txt', " --kit 'my kit.txt'"],
  ["o'kit", " --kit 'o'\\''kit'"],
])('%s: %s', (kit, flag) => {
  expect(kitFlag(kit)).toBe(flag);
});
