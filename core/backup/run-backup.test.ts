import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { setAttributeSync } from '@napi-rs/xattr';
import { describe, expect, test } from 'vitest';
import { BackupFixture, noise } from '../../test/backup/backup-fixture.ts';
import { compareTrees } from '../../test/compare/compare-trees.ts';
import { realWorld } from '../system/world.ts';

const here = new BackupFixture();

test('packs, then index, then lists, then the snapshot; all whole, and back as it was', async () => {
  const set = await here.newSet();
  writeFileSync(set.path('a'), 'hello');
  const report = await set.backUp();
  expect(report).toMatchObject({
    files: 1,
    bytes: 5,
    newBytes: 5,
    packs: 2,
    skipped: [],
    shortenedLeases: 0,
  });
  expect(set.store.putFolders).toEqual(['packs', 'packs', 'index', 'lists', 'snapshots']);
  expect(await set.expectWhole()).toEqual([report.snapshot]);
  expect([...(await set.entries()).keys()]).toEqual(['source', 'source/a']);
  const restored = await set.restore();
  expect(compareTrees(set.source, `${restored}/source`)).toMatchObject({ differences: 0 });
});

test('every kind of entry is recorded and comes back', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('empty folder'));
  mkdirSync(set.path('folder'), { mode: 0o751 });
  writeFileSync(set.path('empty'), '');
  writeFileSync(set.path('large'), noise(200_000));
  writeFileSync(set.path('one'), 'linked');
  linkSync(set.path('one'), set.path('folder', 'two'));
  symlinkSync('../nowhere', set.path('link'));
  writeFileSync(Buffer.concat([Buffer.from(`${set.source}/`), Buffer.from([0x66, 0xff, 0xfe])]), 'not UTF-8');
  execFileSync('mkfifo', [set.path('fifo')]);
  chmodSync(set.path('large'), 0o4711);
  // Node takes a negative time for now.
  execFileSync('touch', ['-d', '@-1.5', set.path('large')]);
  const fd = openSync(set.path('sparse'), 'w');
  ftruncateSync(fd, 1 << 20);
  writeSync(fd, 'end', (1 << 20) - 3);
  closeSync(fd);
  setAttributeSync(set.path('one'), 'user.holdfast', Buffer.from('value'));
  setAttributeSync(set.path('folder'), 'user.of-folder', Buffer.from([0, 255]));

  expect(await set.backUp()).toMatchObject({ files: 6, skipped: [] });
  const entries = await set.entries();
  expect(entries.get('source/empty')).toMatchObject({ type: 'file', size: 0, content: [] });
  expect(entries.get('source/large')).toMatchObject({ mode: 0o4711, mtimeNs: '-1500000000', size: 200_000 });
  expect(entries.get('source/large')!.content!.length).toBeGreaterThan(12);
  expect(entries.get('source/link')).toMatchObject({ type: 'symlink', target: '../nowhere' });
  expect(entries.get('source/fifo')).toMatchObject({ type: 'fifo' });
  expect(entries.get('source/sparse')).toMatchObject({ sparse: true, size: 1 << 20 });
  expect(entries.get('source/large')).not.toHaveProperty('sparse');
  expect(entries.get('source/one')).toMatchObject({
    xattrs: [['user.holdfast', Buffer.from('value').toString('base64')]],
  });
  expect(entries.get('source/one')!.link).toBe(entries.get('source/folder/two')!.link);
  expect(entries.get('source/one')!.link).toBeDefined();
  expect(entries.get('source/empty')).not.toHaveProperty('link');
  expect(entries.get('source/folder')).toMatchObject({ mode: 0o751, xattrs: [['user.of-folder', 'AP8=']] });
  expect(entries.get('source/empty folder')).toMatchObject({ type: 'directory' });
  expect(entries.has('source/f\xff\xfe')).toBe(true);
  await set.expectWhole();
  expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({
    differences: 0,
    lines: [],
  });
});

test('a file whose bytes are those of a folder’s node does not get in its way', async () => {
  const set = await here.newSet();
  mkdirSync(set.path('z'));
  writeFileSync(set.path('a'), '{"entries":[]}');
  await set.backUp();
  await set.expectWhole();
  expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
});

describe('what is stored', () => {
  test('an unchanged tree: a list part known, a snapshot, nothing else; and nothing is read', async () => {
    const set = await here.newSet();
    mkdirSync(set.path('deep', 'er'), { recursive: true });
    writeFileSync(set.path('deep', 'er', 'file'), noise(50_000));
    await set.backUp();
    const again = await set.backUp();
    expect(again).toMatchObject({ files: 1, bytes: 50_000, newBytes: 0, storedBytes: 0, packs: 0 });
    expect(set.store.putFolders).toEqual(['snapshots']);
    expect(await set.expectWhole()).toHaveLength(2);
  });

  test('of a changed file its new chunks and the folders above it', async () => {
    const set = await here.newSet();
    mkdirSync(set.path('folder', 'below'), { recursive: true });
    mkdirSync(set.path('other'));
    writeFileSync(set.path('other', 'same'), noise(100_000, 2));
    const bytes = noise(500_000);
    writeFileSync(set.path('folder', 'below', 'big'), bytes);
    await set.backUp();
    const before = await set.entries();
    bytes.fill(7, 250_000, 250_010);
    writeFileSync(set.path('folder', 'below', 'big'), bytes);
    const again = await set.backUp();
    // At most the chunk that was hit and the one before the next cut that both agree on.
    expect(again.newBytes).toBeGreaterThan(0);
    expect(again.newBytes).toBeLessThan(3 * 16_384);
    const after = await set.entries();
    for (const path of ['source', 'source/folder', 'source/folder/below'])
      expect(after.get(path)!.node).not.toBe(before.get(path)!.node);
    expect(after.get('source/other')!.node).toBe(before.get('source/other')!.node);
    await set.expectWhole();
    expect(readFileSync(`${await set.restore()}/source/folder/below/big`).equals(bytes)).toBe(true);
  });

  test.for([1, 2])('identical contents once, with %d workers', async (workers) => {
    const set = await here.newSet();
    for (let copy = 0; copy < 6; copy++) writeFileSync(set.path(`copy ${copy}`), noise(3_000_000));
    const report = await set.backUp({}, { workers });
    expect(report).toMatchObject({ files: 6, bytes: 18_000_000, newBytes: 3_000_000 });
    expect(await set.expectWhole()).toHaveLength(1);
    expect(compareTrees(set.source, `${await set.restore()}/source`)).toMatchObject({ differences: 0 });
  });

  test('small packs: many of them, each in the lists', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('big'), noise(1_000_000));
    const report = await set.backUp({}, { packTargetBytes: 100_000, workers: 2 });
    expect(report.packs).toBeGreaterThan(9);
    await set.expectWhole();
  });

  test('what was read again and found the same is not read a third time', async () => {
    const set = await here.newSet();
    writeFileSync(set.path('a'), 'hello');
    const ctime = (): bigint =>
      Buffer.from(set.catalog.directories.get(set.source)!.listing).readBigInt64LE((2 + 4) * 8);
    // A clock that is behind: everything looks too young to trust, and a marker stands for its ctime.
    await set.backUp({}, { world: { ...realWorld, now: () => Date.now() - 3_600_000 } });
    expect(ctime()).toBeLessThan(0n);
    expect(await set.backUp()).toMatchObject({ packs: 0 });
    expect(ctime()).toBeGreaterThan(0n);
  });
});
