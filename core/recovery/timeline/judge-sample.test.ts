import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { lookOf } from '../../detection/look.ts';
import { findFirstUnlike } from './find-first-unlike.ts';
import { judgeSample as judge, type SampleVerdict } from './judge-sample.ts';
import type { SampledFile } from './sample-snapshot.ts';

const text = lookOf(Buffer.from('plain words, line after line\n'.repeat(200)));
const noise = lookOf(
  Buffer.concat(Array.from({ length: 400 }, (_, at) => createHash('sha256').update(String(at)).digest())),
);

const files = (count: number, name: string, look: number): SampledFile[] =>
  Array.from({ length: count }, (_, at) => ({ name: name.replace('#', String(at)), look }));

const judgeSample = (sample: readonly SampledFile[], baseline: readonly SampledFile[]): SampleVerdict =>
  judge({ files: sample, walks: 96, failed: 0 }, baseline, 1_000);

test('text in text files is like, noise in text files is not', () => {
  expect(judgeSample(files(20, 'page #.txt', text), []).verdict).toBe('like');
  const spoiled = judgeSample([...files(10, 'page #.txt', text), ...files(10, 'leaf #.txt', noise)], []);
  expect(spoiled.verdict).toBe('unlike');
  expect(spoiled.words).toContain('10 of 20 files');
  expect(spoiled.words).toContain('leaf 0.txt');
});

test('noise under names that promise nothing: what an encryptor that renames leaves', () => {
  const renamed = files(20, 'page #.txt.locked', noise);
  expect(judgeSample(renamed, files(20, 'page #.txt', text)).verdict).toBe('unlike');
  // A set that was always so.
  expect(judgeSample(renamed, renamed).verdict).toBe('like');
});

test('a set that never was what its names say is not held against a new snapshot', () => {
  const odd = [...files(10, 'page #.txt', noise), ...files(10, 'other #.txt', text)];
  expect(judgeSample(odd, odd).verdict).toBe('like');
});

test('a handful of files says nothing', () => {
  expect(judgeSample(files(3, 'page #.txt', noise), []).verdict).toBe('too-few');
});

test.each([0, 1, 2, 5, 17, 99, 299])(
  'the first wrong one of 300 is found in few looks (%i)',
  async (first) => {
    const isRight = (index: number): Promise<boolean> => Promise.resolve(index < first);
    const { first: found, found: any, looks } = await findFirstUnlike(299, isRight, 26);
    expect([found, any]).toEqual([first, first > 0]);
    expect(looks).toBeLessThanOrEqual(20);
  },
);

test('a snapshot of which nothing, or not enough, can be read is unlike', () => {
  const old = files(20, 'page #.txt', text);
  const of = (count: number, failed: number, promised = 1_000): string =>
    judge({ files: old.slice(0, count), walks: 96, failed }, old, promised).verdict;
  expect(of(0, 96)).toBe('unlike');
  expect(of(20, 30)).toBe('unlike');
  expect(of(20, 3)).toBe('like');
  expect(of(0, 0)).toBe('unlike');
  expect(of(0, 0, 3)).toBe('too-few');
});
