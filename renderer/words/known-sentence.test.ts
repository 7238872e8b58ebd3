import { expect, test } from 'vitest';
import { knownSentence } from './known-sentence.ts';

const english = {
  'of-system': 'it belongs to the system',
  'no-address': '"{{name}}" is no address; write it like https://s3.example.org',
  'words-swapped': 'words {{some}} and {{last}} seem to be swapped',
};

test('a sentence is known again with what was filled into it', () => {
  expect(knownSentence('it belongs to the system', english)).toEqual({ key: 'of-system', filled: {} });
  expect(
    knownSentence('"a\nb" is no address; write it like https://s3.example.org', english)?.filled,
  ).toEqual({ name: 'a\nb' });
  expect(knownSentence('words 3, 5 and 7 seem to be swapped', english)).toEqual({
    key: 'words-swapped',
    filled: { some: '3, 5', last: '7' },
  });
});

test('what is no sentence of the list is not known', () => {
  expect(knownSentence('it belongs to the system, or not', english)).toBeUndefined();
  expect(knownSentence('"x" is no address; write it like https://s3xexample.org', english)).toBeUndefined();
});
