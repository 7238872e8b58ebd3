import { expect, test } from 'vitest';
import { listedLine } from './listed-entry.ts';

test('above the roots nothing but the name is known, and nothing else is shown', () => {
  expect(listedLine({ path: '/tmp', entry: undefined })).toBe('/tmp');
  expect(listedLine({ path: '/tmp\u001b[2J', entry: undefined })).toBe('/tmp\ufffd[2J');
});
