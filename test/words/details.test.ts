import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mendReason } from '../../core/recovery/mend-reason.ts';
import { flatKeys } from './window-words.ts';

const root = join(import.meta.dirname, '..', '..');
const english = flatKeys(
  JSON.parse(readFileSync(join(root, 'renderer', 'words', 'en', 'details.json'), 'utf8')),
);

/** What the engine puts together of several parts, so that no line of its text has the whole. */
const putTogether = [
  mendReason({ kind: 'wrong-count', count: 1 }, true),
  mendReason({ kind: 'wrong-count', count: 23 }, true),
  mendReason({ kind: 'mended', words: [], how: 'swapped', positions: [3, 7] }, true),
  mendReason({ kind: 'mended', words: [], how: 'one-wrong', positions: [3] }, true),
  mendReason({ kind: 'mended', words: [], how: 'several-wrong', positions: [3, 5, 7] }, true),
  mendReason({ kind: 'unknown-words', unknown: [{ position: 3, nearest: [] }] }, true),
  mendReason(
    {
      kind: 'unknown-words',
      unknown: [
        { position: 3, nearest: [] },
        { position: 5, nearest: [] },
      ],
    },
    true,
  ),
];

/** The parts of a sentence between what is filled in. */
const partsOf = (sentence: string): readonly string[] =>
  sentence.split(/\{\{\w+\}\}/).filter((part) => part.trim().length > 1);

const isSaid = (sentence: string, text: string): boolean =>
  partsOf(sentence).every((part) => text.includes(part));

test('the window knows no sentence of an error that the engine does not say', () => {
  const core = join(root, 'core');
  const texts = readdirSync(core, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('.test.'))
    .map((path) => readFileSync(join(core, path), 'utf8'));
  const strange = Object.values(english).filter(
    (sentence) => ![...texts, ...putTogether].some((text) => isSaid(sentence, text)),
  );
  expect(strange).toEqual([]);
});

test('what is wrong with typed recovery words is known whatever it is', () => {
  expect(putTogether.filter((said) => !Object.values(english).some((one) => isSaid(one, said)))).toEqual([]);
});

test('a sentence that nobody says is seen', () => {
  expect(isSaid('there are {{number}} words, not 25', putTogether[1]!)).toBe(false);
  expect(isSaid('there are {{number}} words, not 24', putTogether[1]!)).toBe(true);
});
