import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import type { ErrorShape } from '../../core/contract/error-shape.ts';
import { errorWords } from './error-words.ts';

const namespaces = ['errors', 'details', 'said'] as const;
const wordsOf = (language: string): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    namespaces.map((ns) => [
      ns,
      JSON.parse(readFileSync(join(import.meta.dirname, language, `${ns}.json`), 'utf8')) as Record<
        string,
        unknown
      >,
    ]),
  );

async function saying(language: 'en' | 'de'): Promise<(error: Partial<ErrorShape>) => string> {
  const words = i18next.createInstance();
  await words.init({
    lng: language,
    resources: { en: wordsOf('en'), de: wordsOf('de') },
    interpolation: { escapeValue: false },
  });
  const say = errorWords(words);
  return (error) => say({ code: 'bug', details: {}, words: 'Words.', retry: 'never', ...error });
}

test('what an error quotes of the engine is said in the language of the window', async () => {
  const details = { path: '/home/anna/a.txt', reason: 'it is a file, not a folder' };
  const error = { code: 'path-impossible', details } as const;
  expect((await saying('de'))(error)).toBe(
    '„/home/anna/a.txt“ lässt sich nicht verwenden: es ist eine Datei, kein Ordner.',
  );
  expect((await saying('en'))(error)).toBe('“/home/anna/a.txt” cannot be used: it is a file, not a folder.');
});

test('why a file could not be read, and several rights one after another, are known too', async () => {
  const say = await saying('de');
  const details = { path: '/x', reason: 'no permission to read it' };
  expect(say({ code: 'path-impossible', details })).toContain('keine Berechtigung, es zu lesen');
  expect(say({ code: 'key-insufficient', details: { operation: 'add files, lengthen locks' } })).toContain(
    '(Dateien hinzufügen, Sperren verlängern)',
  );
});

test('a place is said with its folder, where it has one', async () => {
  const say = await saying('de');
  const at = (place: string): string => say({ code: 'repository-exists', details: { place } });
  expect(at('"b" at https://x.example, prefix pc/')).toContain(
    'Unter „b“ bei https://x.example, Ordner pc/ gibt',
  );
  expect(at('"b" at https://x.example')).toContain('Unter „b“ bei https://x.example gibt');
});

test('a name is never taken for a sentence, and what nobody knows stays as it is', async () => {
  const say = await saying('de');
  expect(say({ code: 'disk-full', details: { path: 'back up' } })).toContain('von back up ist');
  expect(say({ code: 'key-insufficient', details: { operation: 'add files, fly' } })).toContain(
    '(add files, fly)',
  );
  expect(say({ code: 'path-impossible', details: { path: 'a\u202Eb' } })).toContain('„a\\u{202e}b“');
});

test('what is not known has words that stand for it; an error without any is said by the engine', async () => {
  const say = await saying('de');
  expect(say({ code: 'key-insufficient', details: { operation: null } })).toContain('(die Anfrage)');
  expect(say({ code: 'window-not-built' })).toBe('Words.');
});
