import {
  appendFile,
  chmod,
  cp,
  mkdir,
  mkdtemp,
  rm,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareFolders } from './compare-folders.ts';

let folder: string;
let one: string;
let other: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-compare-'));
  one = join(folder, 'one');
  other = join(folder, 'other');
  await mkdir(join(one, 'sub'), { recursive: true });
  await writeFile(join(one, 'sub', 'a'), 'contents');
  await symlink('a', join(one, 'sub', 'link'));
  await cp(one, other, { recursive: true, verbatimSymlinks: true });
  for (const path of [one, other])
    for (const name of ['sub/a', 'sub', '']) await utimes(join(path, name), 1e9, 1e9);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a faithful copy has no differences, and what was compared is counted', async () => {
  expect(await compareFolders(one, other)).toEqual({
    files: 1,
    folders: 2,
    links: 1,
    bytes: 8,
    differences: [],
  });
});

test.each<[string, (path: string) => Promise<unknown>]>([
  ['one byte', (path) => writeFile(join(path, 'sub', 'a'), 'Contents')],
  ['a longer file', (path) => appendFile(join(path, 'sub', 'a'), '!')],
  ['a missing file', (path) => unlink(join(path, 'sub', 'a'))],
  ['a file too many', (path) => writeFile(join(path, 'b'), '')],
  ['other permissions', (path) => chmod(join(path, 'sub', 'a'), 0o600)],
  ['another time', (path) => utimes(join(path, 'sub', 'a'), 1, 1)],
  [
    'another link',
    async (path) => [await unlink(join(path, 'sub', 'link')), await symlink('b', join(path, 'sub', 'link'))],
  ],
  [
    'a file instead of a link',
    async (path) => [
      await unlink(join(path, 'sub', 'link')),
      await writeFile(join(path, 'sub', 'link'), 'a'),
    ],
  ],
])('%s is found', async (_, change) => {
  await change(other);
  expect((await compareFolders(one, other)).differences).not.toEqual([]);
});
