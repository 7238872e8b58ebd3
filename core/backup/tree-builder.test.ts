import { lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalog, type Catalog } from '../catalog/catalog.ts';
import type { Entry } from '../model/entry.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { encodeListing, sameListing } from '../source/listing.ts';
import type { ChangedDirectory } from '../source/scan-messages.ts';
import { ChunkClaims } from './chunk-claims.ts';
import type { StoredFile } from './store-messages.ts';
import { TreeBuilder } from './tree-builder.ts';

let folder = '';
let catalog: Catalog;
let builder: TreeBuilder;
let stored: {
  readonly listing: Uint8Array;
  readonly remember: boolean;
  readonly entries: readonly Entry[];
}[] = [];
let skipped: SkippedPath[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-builder-'));
  catalog = openCatalog(join(folder, 'catalog'), 'one');
  stored = [];
  skipped = [];
  builder = new TreeBuilder(new ChunkClaims(catalog, 'data', () => true), {
    readFile: () => undefined,
    storeDirectory: ({ listing, remember }, entries) => {
      stored.push({ listing: listing.bytes, remember, entries });
      return '00'.repeat(32);
    },
    skipped: (path) => skipped.push(path),
    done: () => undefined,
  });
});
afterEach(() => {
  catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files as a scan gives it. */
function scanned(...names: readonly string[]): ChangedDirectory {
  const stats = names.map((name) => lstatSync(join(folder, name), { bigint: true }));
  return {
    path: folder,
    listing: encodeListing(names, stats, 1n, () => false, 0n),
    unchanged: [],
    cachedEntries: undefined,
    reusable: new Uint8Array(names.length),
    xattrs: [],
    incomplete: false,
  };
}

const result = (file: number, more: Partial<StoredFile> = {}): StoredFile => ({
  file,
  chunkCount: 0,
  size: 0,
  stat: { mode: 0o644, uid: 0, gid: 0, mtimeNs: '0', link: undefined },
  sparse: false,
  look: 0,
  xattrs: undefined,
  skipped: undefined,
  changed: false,
  ...more,
});

test.each([
  ['could not be read', { skipped: 'the disk reports a read error', stat: undefined }, ['good']],
  ['changed while it was read', { changed: true }, ['bad', 'good']],
])('a file that %s is said, and its folder never looks unchanged while that is so', (_, outcome, kept) => {
  for (const name of ['bad', 'good']) writeFileSync(join(folder, name), '');
  const now = scanned('bad', 'good');
  builder.add({ ...now, listing: now.listing.slice() });
  builder.fileStored(result(0, outcome), new Uint8Array(), new Float64Array());
  expect(stored).toEqual([]);
  builder.fileStored(result(1), new Uint8Array(), new Float64Array());
  expect(stored[0]!.entries.map(({ name }) => name)).toEqual(kept);
  expect(skipped).toMatchObject([{ path: join(folder, 'bad') }]);
  expect(sameListing(stored[0]!.listing, now.listing)).toBe(false);
});

test('all well, the folder looks the same next time', () => {
  writeFileSync(join(folder, 'good'), '');
  const now = scanned('good');
  builder.add({ ...now, listing: now.listing.slice() });
  builder.fileStored(result(0), new Uint8Array(), new Float64Array());
  expect(skipped).toEqual([]);
  expect(stored).toMatchObject([{ remember: true }]);
  expect(sameListing(stored[0]!.listing, now.listing)).toBe(true);
  expect(builder.counts).toMatchObject({ files: 1 });
});

test('a link that is none any more is said, and looked at again', () => {
  symlinkSync('somewhere', join(folder, 'link'));
  const now = scanned('link');
  rmSync(join(folder, 'link'));
  builder.add({ ...now, listing: now.listing.slice() });
  expect(skipped).toMatchObject([{ reason: 'it disappeared before it could be read' }]);
  expect(stored[0]!.entries).toEqual([]);
  expect(sameListing(stored[0]!.listing, now.listing)).toBe(false);
});

test('what is complete inside an unfinished folder can be had, and takes nothing from it', () => {
  for (const name of ['a', 'b']) writeFileSync(join(folder, name), '');
  builder.add(scanned('a', 'b'));
  const early: (readonly Entry[])[] = [];
  const unfinished = (): ReturnType<TreeBuilder['unfinished']> =>
    builder.unfinished((entries) => {
      early.push(entries);
      return '11'.repeat(32);
    });
  expect(unfinished()).toMatchObject({ nodes: new Map(), counts: { files: 0 } });
  builder.fileStored(result(1), new Uint8Array(), new Float64Array());
  expect(unfinished()).toMatchObject({ nodes: new Map([[folder, '11'.repeat(32)]]), counts: { files: 1 } });
  expect(early).toMatchObject([[{ name: 'b' }]]);
  expect(builder.counts.files).toBe(0);
  builder.fileStored(result(0), new Uint8Array(), new Float64Array());
  expect(stored[0]!.entries.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(builder.finished.size).toBe(1);
});
