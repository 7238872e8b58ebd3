import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprint } from '../../crypto/keys.ts';
import { masterToWords } from '../../crypto/recovery-words.ts';
import { askForWords, checkAllWords, placesToAsk } from './confirm-kit.ts';

const master = new Uint8Array(32).fill(5);
const words = masterToWords(master);

test('three different places are asked for, in order, and in time all of them', () => {
  const met = new Set<number>();
  for (let run = 0; run < 300; run += 1) {
    const places = placesToAsk(randomBytes);
    expect(new Set(places).size).toBe(3);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const place of places) met.add(place);
  }
  expect([...met].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
});

/** A person who types these answers one after the other. */
async function answer(
  ...answers: readonly string[]
): Promise<{ done: boolean; asked: string[]; said: string[] }> {
  const asked: string[] = [];
  const said: string[] = [];
  const ask = (question: string): Promise<string> => {
    asked.push(question.trim());
    const next = answers[asked.length - 1];
    return next === undefined ? Promise.reject(new Error('asked too often')) : Promise.resolve(next);
  };
  const done = await askForWords(words, [2, 9, 24], ask, (line) => said.push(line));
  return { done, asked, said };
}

const [second = '', ninth = '', last = ''] = [words[1], words[8], words[23]];

test('words typed back confirm the kit; a wrong one is asked for again', async () => {
  expect(await answer(second, ` ${ninth.toUpperCase()} `, last)).toMatchObject({
    done: true,
    asked: ['Word 2:', 'Word 9:', 'Word 24:'],
  });
  const again = await answer(second, 'zoo', ninth, last);
  expect(again).toMatchObject({ done: true, asked: ['Word 2:', 'Word 9:', 'Word 9:', 'Word 24:'] });
  expect(again.said.at(-1)).toMatch(/not word 9/);
  expect(again.said.join(' ')).not.toContain(ninth);
});

test('nothing at all skips, and that is no confirmation', async () => {
  expect(await answer(second, '')).toMatchObject({ done: false, asked: ['Word 2:', 'Word 9:'] });
});

test('all words at once have to fit the fingerprint', () => {
  checkAllWords(words.join('\n'), fingerprint(master));
  expect(() => checkAllWords(words.join(' '), fingerprint(new Uint8Array(32)))).toThrow('words-wrong');
});
