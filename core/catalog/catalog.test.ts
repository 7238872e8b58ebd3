import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dayMs } from '../locks/period.ts';
import { encodePackContents } from '../repository/pack-contents.ts';
import { openCatalog, openDirectoriesReadOnly, type Catalog } from './catalog.ts';
import { decodePacks, encodePacks } from './directories.ts';

let folder = '';
let catalog: Catalog;
const file = (): string => join(folder, 'catalog');
const now = Date.UTC(2026, 10, 22);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-catalog-'));
  catalog = openCatalog(file(), 'one');
});
afterEach(() => {
  catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

function addObject(
  name: string,
  more: { uploadedAt?: number; confirmedUntil?: number; kind?: 'data' | 'tree' } = {},
): number {
  return catalog.objects.add({
    name,
    versionId: `v-${name}`,
    kind: 'data',
    size: 1000,
    uploadedAt: now,
    confirmedUntil: now + 30 * dayMs,
    ...more,
  });
}

const chunk = (number: number): Uint8Array => new Uint8Array(32).fill(number);

/** One segment of these chunks of ten bytes each. */
function contents(...numbers: readonly number[]): Uint8Array {
  return encodePackContents({
    segments: [{ offset: 10, sealedLength: numbers.length * 10 + 100, plainLength: numbers.length * 10 }],
    chunks: numbers.map((number, index) => ({
      id: chunk(number),
      segment: 0,
      offset: index * 10,
      length: 10,
    })),
  });
}

function addPack(
  name: string,
  numbers: readonly number[],
  more: Parameters<typeof addObject>[1] = {},
): number {
  const id = addObject(name, more);
  catalog.chunks.addPack(id, contents(...numbers), now, true);
  return id;
}

describe('a file that is not this catalog is thrown away', () => {
  const marked = (): boolean => catalog.meta('mark') === 'yes';
  beforeEach(() => catalog.setMeta('mark', 'yes'));
  const reopen = (repositoryId = 'one'): void => {
    catalog.close();
    catalog = openCatalog(file(), repositoryId);
  };

  test('but this one is kept', () => {
    reopen();
    expect(marked()).toBe(true);
  });

  test('of another repository', () => {
    reopen('two');
    expect(marked()).toBe(false);
    reopen('one');
    expect(marked()).toBe(false);
  });

  test.each([
    [
      'noise',
      () =>
        writeFileSync(
          file(),
          'this is no database, and it is longer than a header of SQLite would be '.repeat(9),
        ),
    ],
    ['nothing', () => writeFileSync(file(), '')],
    ['half of it', () => writeFileSync(file(), readFileSync(file()).subarray(0, 5000))],
    [
      'another version',
      () => {
        const database = new Database(file());
        database.pragma('user_version = 999');
        database.close();
      },
    ],
    [
      'a database of somebody else',
      () => {
        rmSync(file());
        const database = new Database(file());
        database.exec('CREATE TABLE meta (other TEXT)');
        database.pragma('user_version = 2');
        database.close();
      },
    ],
  ])('%s', (_, spoil) => {
    catalog.close();
    spoil();
    catalog = openCatalog(file(), 'one');
    expect(marked()).toBe(false);
    expect(addObject('packs/aa')).toBe(1);
  });
});

describe('ordinals', () => {
  test('are never used again, not after a strike, not after a restart', () => {
    const ids = ['a', 'b', 'c'].map((name) => addObject(name));
    catalog.objects.strike(...ids);
    expect(catalog.objects.nextId()).toBe(4);
    catalog.close();
    catalog = openCatalog(file(), 'one');
    expect(catalog.objects.nextId()).toBe(4);
    expect(addObject('d')).toBe(4);
  });

  test('taken by a run count as used', () => {
    catalog.objects.add({
      id: 17,
      name: 'a',
      versionId: 'v',
      kind: 'data',
      size: 1,
      uploadedAt: now,
      confirmedUntil: 0,
    });
    expect(catalog.objects.nextId()).toBe(18);
    expect(addObject('b')).toBe(18);
  });
});

describe('confirmed dates', () => {
  test('never shrink', () => {
    const id = addObject('a', { confirmedUntil: 500 });
    const version = { name: 'a', versionId: 'v-a' };
    for (const until of [400, 0]) catalog.objects.confirm(version, until);
    expect(catalog.objects.byId(id)!.confirmedUntil).toBe(500);
    catalog.objects.confirm(version, 600);
    expect(addObject('a', { confirmedUntil: 100 })).toBe(id);
    expect(catalog.confirmedLease(version)).toBe(600);
    expect(catalog.confirmedLease({ name: 'a', versionId: 'other' })).toBeUndefined();
  });
});

describe('two places of a chunk', () => {
  const packOf = (number: number): number | undefined => catalog.chunks.packOf(chunk(number), 'data');

  test('the older with a running lock counts, in whatever order they come', () => {
    const younger = addPack('b', [1, 2], { uploadedAt: now + 5 });
    const older = addPack('a', [2, 3], { uploadedAt: now });
    expect([1, 2, 3].map(packOf)).toEqual([younger, older, older]);
    const youngest = addPack('c', [2], { uploadedAt: now + 9 });
    expect(packOf(2)).toBe(older);
    expect(youngest).toBeGreaterThan(older);
  });

  test('a lapsed one gives way, and takes nothing back', () => {
    const lapsed = addPack('a', [1], { confirmedUntil: now });
    const running = addPack('b', [1], { uploadedAt: now + 5 });
    expect(packOf(1)).toBe(running);
    addPack('c', [1], { uploadedAt: now - 5, confirmedUntil: 0 });
    expect(packOf(1)).toBe(running);
    expect(lapsed).toBeLessThan(running);
  });

  test('when one is struck the other counts; when all are, none', () => {
    const older = addPack('a', [1, 2]);
    const younger = addPack('b', [1, 3], { uploadedAt: now + 5 });
    const third = addPack('c', [1], { uploadedAt: now + 6 });
    catalog.objects.strike(older);
    expect([1, 2, 3].map(packOf)).toEqual([younger, undefined, younger]);
    expect(catalog.locate(chunk(1), 'data')).toMatchObject({
      pack: { name: 'b', versionId: 'v-b' },
      length: 10,
    });
    catalog.objects.strike(younger, third);
    expect([1, 2, 3].map(packOf)).toEqual([undefined, undefined, undefined]);
    expect(catalog.chunks.count).toBe(0);
  });

  test('a spare one that is struck first is not what comes after', () => {
    const older = addPack('a', [1]);
    const younger = addPack('b', [1], { uploadedAt: now + 5 });
    catalog.objects.strike(younger);
    catalog.objects.strike(older);
    expect(packOf(1)).toBeUndefined();
  });

  test('the same pack again changes nothing', () => {
    const pack = addPack('a', [1, 2]);
    catalog.chunks.addPack(pack, contents(1, 2), now, true);
    catalog.objects.strike(pack);
    expect(packOf(1)).toBeUndefined();
  });

  test('file data and directories do not mix', () => {
    const data = addPack('a', [1]);
    const tree = addPack('b', [1], { kind: 'tree' });
    expect(packOf(1)).toBe(data);
    expect(catalog.chunks.packOf(chunk(1), 'tree')).toBe(tree);
    expect(catalog.locate(chunk(1), 'tree')).toMatchObject({ kind: 'tree', pack: { name: 'b' } });
    expect(catalog.locate(chunk(1), 'data')).toMatchObject({ kind: 'data', pack: { name: 'a' } });
    catalog.objects.strike(data);
    expect(packOf(1)).toBeUndefined();
    expect(catalog.chunks.packOf(chunk(1), 'tree')).toBe(tree);
  });
});

test('contents wait until an index object holds them, and go with their pack', () => {
  const [one, two] = [addObject('a'), addObject('b')];
  for (const pack of [one, two]) catalog.chunks.addPack(pack, contents(pack), now, false);
  expect(catalog.chunks.unindexedAfter(0)).toMatchObject({ pack: one });
  expect(catalog.chunks.unindexedAfter(one)).toMatchObject({ pack: two });
  catalog.objects.strike(two);
  catalog.chunks.markIndexed([one]);
  expect(catalog.chunks.unindexedAfter(0)).toBeUndefined();
});

test('all or nothing', () => {
  expect(() =>
    catalog.transaction(() => {
      addPack('a', [1]);
      throw new Error('in the middle');
    }),
  ).toThrow('in the middle');
  expect(catalog.objects.byName('a')).toEqual([]);
  expect(catalog.chunks.count).toBe(0);
});

test('the scanner reads directories by a connection of its own, while the run writes', () => {
  const path = '/home/\xff\xfe';
  const row = {
    listing: Buffer.from('l'),
    entries: Buffer.from('e'),
    node: Buffer.alloc(32),
    packs: encodePacks([300, 2, 70_000]),
  };
  const other = openDirectoriesReadOnly(file());
  expect(other.directories.get(path)).toBeUndefined();
  catalog.directories.put(path, row);
  expect([...decodePacks(other.directories.get(path)!.packs)]).toEqual([2, 300, 70_000]);
  other.close();
});

test('packs come back from a buffer that is part of a larger one', () => {
  const pool = Buffer.alloc(100, 9);
  pool.set(encodePacks([5, 1]), 3);
  expect([...decodePacks(pool.subarray(3, 11))]).toEqual([1, 5]);
});
