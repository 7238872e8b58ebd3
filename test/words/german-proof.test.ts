import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const german = join(root, 'renderer', 'words', 'de');
const files = [
  ...readdirSync(german).map((name) => join(german, name)),
  join(root, 'electron', 'words', 'german.ts'),
];

const wordsOf = (file: string): readonly string[] =>
  readFileSync(file, 'utf8').match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? [];

/** Within a sentence; where one begins with it, it may be about a thing. */
const addresses = (words: string): boolean => /[\p{Ll},;] (?:Sie|Ihnen|Ihre?[mnrs]?)\b/u.test(words);

test('German addresses nobody, and a backup is called by its German word', () => {
  const all = [...files, join(root, 'core', 'app', 'reports', 'words-de.ts')].flatMap(wordsOf);
  expect(all.length).toBeGreaterThan(500);
  expect(all.filter((words) => addresses(words) || /\bBackups?\b/.test(words))).toEqual([]);
  expect(addresses('Pausiert, bis Sie fortsetzen')).toBe(true);
  expect(addresses('Sie dauert am längsten. Ihre Sperren')).toBe(false);
});

test('what is proven is called by one word in German, in the window and beside the clock', () => {
  const others = files.flatMap(
    (file) => readFileSync(file, 'utf8').match(/[^'"]*(?:ge|er)probt[^'"]*/gi) ?? [],
  );
  expect(others).toEqual([]);
});
