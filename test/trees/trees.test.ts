import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { assembleLargeTree, measure } from './assemble-large-tree.ts';
import { buildNastyTree } from './build-nasty-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-trees-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the nasty tree has one of everything', () => {
  const path = join(folder, 'nasty');
  const { made } = buildNastyTree(path, { entries: 100 });
  const kinds = execFileSync('find', [path, '-printf', '%y\n'], { encoding: 'utf8' }).trim().split('\n');
  expect(kinds.length).toBe(made + 1);
  const wanted = process.getuid?.() === 0 ? 'bcdflps' : 'dflps';
  expect([...new Set(kinds)].toSorted().join('')).toBe(wanted);
  expect(
    Math.max(...readdirSync(join(path, 'names'), { encoding: 'buffer' }).map((name) => name.length)),
  ).toBe(255);
});

test('a large tree takes whole folders until it is enough, and says which', () => {
  const one = join(folder, 'one');
  const two = join(folder, 'two');
  for (const path of [one, two]) buildNastyTree(path, { entries: 10 });
  const path = join(folder, 'large');
  const from = [join(folder, 'nowhere'), one, join(one, 'contents'), two, folder];
  const tree = assembleLargeTree(path, { files: measure(one).files + 1, bytes: 1 }, from);
  expect(tree.parts.map((part) => part.from)).toEqual([one, two]);
  expect(measure(path)).toEqual({ files: tree.files, bytes: tree.bytes });
  expect(tree.files).toBe(2 * measure(one).files);
});

test('a machine that has too little is not dressed up, and nothing is copied', () => {
  const path = join(folder, 'too large');
  expect(() => assembleLargeTree(path, { files: 1e9, bytes: 1 }, [join(folder, 'one')])).toThrow('has only');
  expect(existsSync(path)).toBe(false);
});
