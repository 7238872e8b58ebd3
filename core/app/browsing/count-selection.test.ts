import { beforeEach, expect, test } from 'vitest';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { Entry } from '../../model/entry.ts';
import { TestRepository } from '../../restore/testing/test-repository.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { BrowseSource } from './browse-source.ts';
import { CountedFolders, countSelection } from './count-selection.ts';

const count = 20_000;
const repository = new TestRepository();
const file = (name: string): Entry => ({ ...repository.file(name, ''), size: 3, content: [] });
const flat = repository.directory(
  'flat',
  Array.from({ length: count }, (_, at) => ({ ...file(`IMG_${at}.jpg`), size: 0 })),
);
const deep = repository.directory('deep', [
  repository.directory('one', [repository.file('a', 'abc')]),
  repository.directory('two', [repository.file('b', 'abc'), repository.file('c', 'abc')]),
]);
const snapshot: FoundSnapshot = {
  id: 'a'.repeat(64),
  version: { name: '', versionId: '', size: 0 },
  uploadedAt: 0,
  parts: [],
  ...repository.snapshot({ '/flat': flat, '/deep': deep }),
};

/** Pieces are read so slowly. */
let pieceMs = 0;
let now = 0;
let lost: string | undefined;
let read: string[] = [];
beforeEach(() => {
  pieceMs = 0;
  lost = undefined;
  read = [];
});

const reader = new (class extends TreeReader {
  override async chunk(id: string): Promise<Uint8Array> {
    now += pieceMs;
    read.push(id);
    if (id === lost) throw new HoldfastError('object-missing', { name: 'a pack' });
    return await super.chunk(id);
  }
})(repository.readable, repository);

const source: Pick<BrowseSource, 'reading'> = {
  reading: (_, _want, work) => work({ locator: repository, reader }),
};

const total = (counted: CountedFolders, ...paths: string[]) =>
  countSelection(source, { snapshot, paths }, counted, { monotonic: () => now });

test('all is counted where it takes no time, and nothing is read twice', async () => {
  const counted = new CountedFolders();
  expect(await total(counted, '/flat', '/deep')).toEqual({ files: count + 3, bytes: 9, atLeast: false });
  read = [];
  expect(await total(counted, '/flat', '/deep/two')).toEqual({ files: count + 2, bytes: 6, atLeast: false });
  expect(read.length).toBeLessThan(5);
});

test('one huge folder is cut in the middle, and comes further each time', async () => {
  pieceMs = 300;
  const counted = new CountedFolders();
  const totals: number[] = [];
  for (let atLeast = true; atLeast;) {
    const { files, ...more } = await total(counted, '/flat');
    totals.push(files);
    ({ atLeast } = more);
  }
  expect(totals.length).toBeGreaterThan(2);
  expect(totals[0]).toBeGreaterThan(0);
  expect(totals.toSorted((a, b) => a - b)).toEqual(totals);
  expect(new Set(totals).size).toBe(totals.length);
  expect(totals.at(-1)).toBe(count);
});

test('what is lost is not counted, and not remembered as counted', async () => {
  const counted = new CountedFolders();
  await total(counted, '/deep/two');
  lost = read.at(-1);
  const anew = new CountedFolders();
  expect(await total(anew, '/deep')).toEqual({ files: 1, bytes: 3, atLeast: true });
  lost = undefined;
  expect(await total(anew, '/deep')).toEqual({ files: 3, bytes: 9, atLeast: false });
});
