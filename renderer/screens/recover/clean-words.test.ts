import { expect, test } from 'vitest';
import { cleanedWords, plannedWords } from './clean-words.ts';

const keys = (figures: Readonly<Record<string, number>>): readonly string[] =>
  cleanedWords(figures).map(({ key }) => key);

test('what is hidden is said before it goes, and that nothing is', () => {
  expect(plannedWords({ markers: 12 })).toEqual({ key: 'hidden', count: 12 });
  expect(plannedWords({ markers: 0 }).key).toBe('nothing');
});

test('afterwards it is said what went, what was refused, and that somebody still hides backups', () => {
  expect(keys({ removed: 12, refused: 0, fresh: 0, stillMarked: 0 })).toEqual(['removed']);
  expect(keys({ removed: 0 })).toEqual(['noneRemoved']);
  expect(keys({ removed: 3, refused: 2, stillMarked: 2 })).toEqual(['removed', 'refused']);
  expect(keys({ removed: 3, fresh: 1 })).toEqual(['removed', 'atWork']);
  expect(keys({ removed: 3, refused: 0, stillMarked: 1 })).toEqual(['removed', 'atWork']);
});
