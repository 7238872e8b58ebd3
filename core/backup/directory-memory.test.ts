import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BackupFixture, noise } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';
import { encodePacks } from '../catalog/directories.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { DirectoryMemory } from './directory-memory.ts';
import { NeededPacks } from './needed-packs.ts';

const here = new BackupFixture();

test('a run over a part of what another run walks: the other one sees what changed there', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('outer', 'inner'), { recursive: true });
  writeFileSync(set.path('outer', 'inner', 'file'), 'old');
  await set.backUp();
  writeFileSync(set.path('outer', 'inner', 'file'), 'new');
  await set.backUp({ paths: [set.path('outer', 'inner')] });
  await set.backUp();
  expect(readFileSync(`${await set.restore()}/source/outer/inner/file`, 'utf8')).toBe('new');
  // And what is remembered of the folders above is believed again.
  expect((await set.backUp()).packs).toBe(0);
});

test('a run over a part that stops before its folder is remembered hides nothing either', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('outer', 'inner'), { recursive: true });
  writeFileSync(set.path('outer', 'inner', 'file'), noise(2000, 1));
  await set.backUp();
  for (const [run, stop] of ['packs', 'index', 'lists', 'snapshots'].entries()) {
    writeFileSync(set.path('outer', 'inner', 'file'), noise(2000, run + 2));
    set.store.onPut = async (request, put) => {
      const answer = await put(request);
      if (request.name.includes(`/${stop}/`)) throw new HoldfastError('network-unreachable', {});
      return answer;
    };
    await expect(set.backUp({ paths: [set.path('outer', 'inner')] })).rejects.toMatchObject({
      code: 'network-unreachable',
    });
    set.store.onPut = (request, put) => put(request);
    await set.backUp();
    expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
  }
});

test('a folder that went into its parent incomplete is not believed next time', async () => {
  const set = await here.newSet();
  const row = { listing: noise(8), entries: noise(8), node: noise(32), packs: encodePacks([]) };
  set.catalog.directories.put('/a/b', row);
  new DirectoryMemory(set.catalog, () => true).forget('/a/b');
  expect(set.catalog.directories.get('/a/b')).toMatchObject({ node: Buffer.alloc(0), listing: row.listing });
});

test('a folder is written after what is below it, even where its own packs are safe before', async () => {
  const set = await here.newSet();
  const memory = new DirectoryMemory(set.catalog, (pack) => pack !== 7);
  const needing = (pack: number): NeededPacks => {
    const packs = new NeededPacks();
    packs.add(pack);
    return packs;
  };
  memory.add('/a/b/c', noise(8), [], '00'.repeat(32), needing(7));
  memory.add('/a/b', noise(8), [], '00'.repeat(32), needing(1));
  memory.add('/a', noise(8), [], '00'.repeat(32), needing(1));
  memory.add('/x', noise(8), [], '00'.repeat(32), needing(1));
  memory.write();
  for (const path of ['/a/b/c', '/a/b', '/a']) expect(set.catalog.directories.get(path)).toBeUndefined();
  expect(set.catalog.directories.get('/x')).toBeDefined();
});
