import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { BackupFixture, type TestSet } from '../../../test/backup/backup-fixture.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import { walkFiles } from './walk-files.ts';

const fixture = new BackupFixture();
let set: TestSet;

beforeAll(async () => {
  set = await fixture.newSet();
  for (let folder = 0; folder < 8; folder++) {
    mkdirSync(set.path(`folder ${folder}`, 'inner'), { recursive: true });
    for (let file = 0; file < 5; file++) {
      writeFileSync(set.path(`folder ${folder}`, `file ${file}`), `${folder} ${file}`);
      writeFileSync(set.path(`folder ${folder}`, 'inner', `file ${file}`), `${folder} ${file} inner`);
    }
  }
  writeFileSync(Buffer.concat([Buffer.from(`${set.source}/not text `), Buffer.from([0xff])]), 'x');
  const alone = join(set.folder, 'a root of its own');
  writeFileSync(alone, 'contents');
  await set.backUp({ paths: [set.source, alone] });
});

async function walk(
  maxEntries: number,
  below: (count: number) => number = () => 0,
): Promise<readonly string[]> {
  const snapshot = (await set.snapshots()).at(-1);
  if (!snapshot) throw new Error('no snapshot');
  const found: string[] = [];
  const problems = await walkFiles({
    body: snapshot.body,
    reader: new TreeReader(set.repository, set.catalog),
    maxEntries,
    below,
    onFile: ({ path }) => found.push(path),
  });
  expect(problems).toEqual([]);
  return found;
}

test('finds every file that can be named, once, and a root that is a file', async () => {
  const found = await walk(1_000);
  expect([found.length, new Set(found).size]).toEqual([81, 81]);
  expect(found).toContain(join(set.folder, 'a root of its own'));
  expect(found).toContain(set.path('folder 7', 'inner', 'file 4'));
  expect(found.some((path) => path.includes('not text'))).toBe(false);
});

test('ends after so many entries, in another corner by another chance', async () => {
  const one = await walk(20);
  expect([one.length >= 5, one.length < 30]).toEqual([true, true]);
  const other = await walk(20, (count) => count - 1);
  expect(other.every((path) => one.includes(path))).toBe(false);
});

test('a cancelled walk ends', async () => {
  const snapshot = (await set.snapshots()).at(-1);
  if (!snapshot) throw new Error('no snapshot');
  const reader = new TreeReader(set.repository, set.catalog);
  const signal = AbortSignal.abort(new Error('enough'));
  const walking = walkFiles({
    body: snapshot.body,
    reader,
    maxEntries: 100,
    below: () => 0,
    signal,
    onFile: () => {},
  });
  await expect(walking).rejects.toThrow('enough');
});
