import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportKinds } from '../../core/app/reports/report-kinds.ts';
import { jobPhases } from '../../core/contract/jobs.ts';
import { words as errorWords } from '../../core/errors/words.ts';
import { findMissingKeys, flatKeys, placeholders, usedKeys } from './window-words.ts';

const renderer = join(import.meta.dirname, '..', '..', 'renderer');
const wordsOf = (language: string): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(
    readdirSync(join(renderer, 'words', language)).map((file) => [
      file.replace('.json', ''),
      flatKeys(JSON.parse(readFileSync(join(renderer, 'words', language, file), 'utf8'))),
    ]),
  );
const [english, german] = [wordsOf('en'), wordsOf('de')];

test('both languages have the same keys in the same files', () => {
  expect(Object.keys(german).toSorted()).toEqual(Object.keys(english).toSorted());
  for (const [file, keys] of Object.entries(english))
    expect([file, Object.keys(german[file]!).toSorted()]).toEqual([file, Object.keys(keys).toSorted()]);
});

/** German may leave out what the engine says in English only. */
test('German fills in nothing that English does not, and no word is empty in one of them', () => {
  for (const [file, keys] of Object.entries(english))
    for (const [key, text] of Object.entries(keys)) {
      const other = german[file]![key]!;
      expect([file, key, placeholders(text)]).toEqual([
        file,
        key,
        expect.arrayContaining([...placeholders(other)]),
      ]);
      expect([file, key, text.trim() === '', other.trim() === '']).toEqual([
        file,
        key,
        text === '',
        other === '',
      ]);
    }
});

test('every word that a screen asks for is there', () => {
  const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !path.includes('.test.'),
  );
  const missing = sources.flatMap((path) =>
    findMissingKeys(usedKeys(readFileSync(join(renderer, path), 'utf8')), english).map(
      (key) => `${path}: ${key}`,
    ),
  );
  expect(missing).toEqual([]);
});

/** Said where there is no window. */
const neverInWindow: readonly string[] = ['window-not-built'];

test('every error has words of the window in both languages, without a command line', () => {
  for (const code of Object.keys(errorWords).filter((one) => !neverInWindow.includes(one))) {
    expect([code, code in english['errors']!, code in german['errors']!]).toEqual([code, true, true]);
    expect(english['errors']![code]).not.toMatch(/`|--\w/);
  }
});

test('every kind of notice has words of the window, and no other', () => {
  const kinds = [...reportKinds, 'settings-lost'].toSorted();
  for (const language of [english, german])
    expect(Object.keys(language['notices']!).toSorted()).toEqual(kinds);
});

test('every phase of a job has words of the window, and no other', () => {
  for (const language of [english, german])
    expect(
      Object.keys(language['jobs']!)
        .filter((key) => key.startsWith('phases.'))
        .toSorted(),
    ).toEqual(jobPhases.map((phase) => `phases.${phase}`).toSorted());
});

test('whatever an error may name has words for when it is not known', () => {
  for (const language of [english, german])
    for (const [key, text] of Object.entries(language['errors']!))
      for (const name of placeholders(text))
        expect([key, `unknown.${name}` in language['errors']!]).toEqual([key, true]);
});

test('a missing key is seen', () => {
  const words = { common: { 'a.b': 'x', files_one: 'x', files_other: 'y' }, home: { title: 'Home' } };
  const used = usedKeys(`
    const { t } = useTranslation('home');
    t('title'); t('gone'); t('files', { ns: 'common', count: 1 }); t(\`a.\${b}\`, { ns: 'common' }); t(\`c.\${b}\`);
  `);
  expect(findMissingKeys(used, words)).toEqual(['home:gone', 'home:c.*']);
});
