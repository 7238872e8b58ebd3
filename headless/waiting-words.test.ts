import { expect, test } from 'vitest';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { sayWhenSlow } from './say-when-slow.ts';
import { connectingWords, waitingWords } from './waiting-words.ts';

test.each([
  ['https://api.backblazeb2.com', 'Connecting to api.backblazeb2.com …'],
  ['http://127.0.0.1:9000/path?secret=1', 'Connecting to 127.0.0.1:9000 …'],
  ['nonsense', 'Connecting to nonsense …'],
])('%s: the host alone is named', (endpoint, words) => {
  expect(connectingWords(endpoint)).toBe(words);
});

test('a wait says how long it goes on, and how to end it', () => {
  const error = new HoldfastError('network-unreachable', { endpoint: 's3.example.org' });
  expect(waitingWords(error, 3_000, 600_000)).toBe(
    `${error.words} Trying again in 3 s, for up to 10 min; Ctrl-C ends it, and the same command goes on.`,
  );
  expect(waitingWords(error, 900, 14_000)).toContain('in less than 1 s, for up to 14 s;');
});

test('only what has not ended is said to be slow', async () => {
  let answer: (value: string) => void = () => undefined;
  const slow = new Promise<string>((resolve) => (answer = resolve));
  expect(await sayWhenSlow(answer, 'said', slow, 0)).toBe('said');
  const said: string[] = [];
  expect(await sayWhenSlow((line) => said.push(line), 'said', Promise.resolve('done'), 0)).toBe('done');
  await expect(
    sayWhenSlow((line) => said.push(line), 'said', Promise.reject(new Error('no')), 0),
  ).rejects.toThrow('no');
  // A timer that was left would be due before this one.
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(said).toEqual([]);
});
