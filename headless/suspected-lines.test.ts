import { expect, test } from 'vitest';
import { seen } from '../core/recovery/timeline/testing/seen-snapshot.ts';
import type { Suspicion } from '../core/locks/suspicion.ts';
import { suspectedLines } from './suspected-lines.ts';

const snapshot = seen(1);
const since = snapshot.uploadedAt + 1;
const files = Array.from(
  { length: 20 },
  (_, at) => `/home/ada/documents/letter to the bank ${at}.odt.locked`,
);
const sign = (words: string): Suspicion['signals'][number] => ({ kind: 'noise', figure: 200, words, files });
const long = '200 files had orderly contents and look like noise now, as encrypted files do.';
const suspicion = (signs: number): Suspicion => ({
  since,
  verdict: 'suspected',
  signals: Array.from({ length: signs }, () => sign(long)),
});

test('one sentence, a short line for each of three signs, and where the rest is', () => {
  const lines = suspectedLines([suspicion(5)], [snapshot]);
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatch(/^⚠ Suspected attack since .*last clean snapshot is 00000001 of .*given back\.$/);
  expect(lines[1]).toBe('  - 200 files had orderly contents and look like noise…: letter to…t.locked');
  expect(lines[4]).toBe('    and 2 more signs; `holdfast suspicions` shows all of it');
  for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(80);
});

test('short words leave room for more names; a name moves no cursor', () => {
  const short = { ...sign('3 files.'), files: ['/a/b', '/a/c\u001b[2J\n', '/a/d'] };
  const lines = suspectedLines([{ ...suspicion(0), signals: [short] }], []);
  expect(lines[0]).toContain('There is no snapshot from before');
  expect(lines.slice(1)).toEqual([
    '  - 3 files: b, c\ufffd[2J\ufffd, d',
    '    `holdfast suspicions` shows all of it',
  ]);
});

test('several suspicions are counted, none says nothing', () => {
  expect(suspectedLines([suspicion(1), suspicion(1)], []).at(-1)).toContain('and 1 later suspicion;');
  expect(suspectedLines([], [snapshot])).toEqual([]);
});
