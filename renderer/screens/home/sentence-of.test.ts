import { expect, test } from 'vitest';
import { sentenceOf } from './sentence-of.ts';

test('a date is spoken of where there is one', () => {
  expect(sentenceOf({ state: 'protected', protectedUntil: 1 }, null)).toBe('protected');
  expect(sentenceOf({ state: 'protected', protectedUntil: null }, null)).toBe('protected-undated');
  expect(sentenceOf({ state: 'empty', protectedUntil: null }, null)).toBe('empty');
});

test('after a move nothing else matters', () => {
  expect(sentenceOf({ state: 'lapsed', protectedUntil: 1 }, { on: 1, place: 'b2://x' })).toBe('ended');
});
