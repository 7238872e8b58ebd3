import { expect, test } from 'vitest';
import { keptSaying } from './kept-saying.ts';

test('what was kept in words alone is said in them', () => {
  expect(keptSaying.parse('the locked bucket "a"')).toEqual({ words: 'the locked bucket "a"', said: null });
});

test('what was kept with its code keeps it; what is none is refused', () => {
  const kept = { words: 'the locked bucket "a"', said: { code: 'left-bucket', name: 'a' } };
  expect(keptSaying.parse(kept)).toEqual(kept);
  expect(keptSaying.safeParse({ words: 'x', said: 'left-bucket' }).success).toBe(false);
});
