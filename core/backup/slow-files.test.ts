import { expect, test } from 'vitest';
import { fromText } from '../source/byte-path.ts';
import { SlowFiles } from './progress-ticker.ts';

const file = (name: string) => ({ file: 1, path: fromText(`/${name}`) });

test('the file that is being read for the longest time is named, once that is some seconds', () => {
  const slow = new SlowFiles();
  const [a, b] = [file('a'), file('b')];
  expect(slow.among([a], 0)).toBeUndefined();
  expect(slow.among([a, b], 2_900)).toBeUndefined();
  expect(slow.among([b, a], 3_000)).toBe('/a');
  expect(slow.among([b], 5_000)).toBeUndefined();
  expect(slow.among([b], 5_900)).toBe('/b');
  expect(slow.among([], 6_000)).toBeUndefined();
  // Read anew, it begins anew.
  expect(slow.among([a], 7_000)).toBeUndefined();
});
