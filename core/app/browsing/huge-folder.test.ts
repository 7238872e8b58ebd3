import { expect, test } from 'vitest';
import type { EntryRow } from '../../contract/browse.ts';
import type { Entry } from '../../model/entry.ts';
import { TestRepository } from '../../restore/testing/test-repository.ts';
import { selectForRestore } from '../../restore/restore-selection.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { BrowseSource } from './browse-source.ts';
import { FolderCache } from './folder-cache.ts';
import { listTree } from './list-tree.ts';

const count = 100_000;
const folders = 50;

const repository = new TestRepository();
const entries: Entry[] = Array.from({ length: count - folders }, (_, at) => ({
  name: `IMG_${at}.jpg`,
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtimeNs: `${1_700_000_000 + ((at * 7919) % 100_000)}000000000`,
  size: 0,
  content: [],
}));
const inner = Array.from({ length: folders }, (_, at) =>
  repository.directory(`z folder ${at}`, [repository.file('inside.txt', `${at}`)]),
);
const snapshot: FoundSnapshot = {
  id: 'a'.repeat(64),
  version: { name: '', versionId: '', size: 0 },
  uploadedAt: 0,
  parts: [],
  ...repository.snapshot({ '/photos': repository.directory('photos', [...entries, ...inner]) }),
};

const emptyEntry = {
  name: 'x',
  kind: 'file',
  size: 0,
  modifiedAt: 0,
  target: null,
  node: undefined,
} as const;

function openSource(): Pick<BrowseSource, 'snapshot' | 'reading' | 'folders'> {
  const reader = new TreeReader(repository.readable, repository);
  return {
    folders: new FolderCache(),
    snapshot: async () => snapshot,
    reading: (_, _want, work) => work({ locator: repository, reader }),
  };
}

async function all(sort: 'name' | 'size' | 'modified', descending: boolean): Promise<readonly EntryRow[]> {
  const source = openSource();
  const rows: EntryRow[] = [];
  for (let offset = 0, total = 1; offset < total; offset += 1000) {
    const page = await listTree(source, {
      snapshot: snapshot.id,
      path: '/photos',
      offset,
      limit: 1000,
      sort,
      descending,
    });
    ({ total } = page);
    rows.push(...page.entries);
  }
  return rows;
}

test('a folder of a hundred thousand comes in pages: all of it, nothing twice, folders first, as people count', async () => {
  const rows = await all('name', false);
  expect(rows).toHaveLength(count);
  expect(new Set(rows.map(({ path }) => path)).size).toBe(count);
  expect(rows.slice(0, folders).map(({ name }) => name)).toEqual(inner.map(({ name }) => name));
  expect(rows.slice(folders).map(({ name }) => name)).toEqual(entries.map(({ name }) => name));
});

test('sorted by time, the other way round too', async () => {
  const rows = (await all('modified', true)).slice(folders);
  expect(rows).toHaveLength(count - folders);
  const times = rows.map(({ modifiedAt }) => modifiedAt ?? 0);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test('pages after the first, and what lies inside, need the folder no more; what was listed long ago is freed', async () => {
  const source = openSource();
  const input = { snapshot: snapshot.id, limit: 100, sort: 'name', descending: false } as const;
  repository.reads.length = 0;
  await listTree(source, { ...input, path: '/photos', offset: 0 });
  // Pages are asked for several at a time, and some lie in one segment.
  expect(new Set(repository.reads.map((read) => JSON.stringify(read))).size).toBe(repository.reads.length);
  repository.reads.length = 0;
  await listTree(source, { ...input, path: '/photos', offset: 5000 });
  expect(await listTree(source, { ...input, path: '/photos/z folder 7', offset: 0 })).toMatchObject({
    total: 1,
    entries: [{ path: '/photos/z folder 7/inside.txt' }],
  });
  expect(repository.reads.length).toBeLessThanOrEqual(2);
  expect(source.folders.size).toBe(count + 1);
  for (const node of ['one', 'two', 'three'])
    await source.folders.folder(node, async () => Array.from({ length: count }, () => emptyEntry));
  expect(source.folders.size).toBeLessThanOrEqual(250_000);
  expect(source.folders.known('three')).toBeDefined();
});

test('ten thousand ticks in it are counted and chosen with one reading of it', async () => {
  const reader = new TreeReader(repository.readable, repository);
  const paths = entries.slice(0, 10_000).map(({ name }) => `/photos/${name}`);
  const asked: string[] = [];
  const counting = Object.assign(Object.create(reader) as TreeReader, {
    entries: (node: string) => {
      asked.push(node);
      return reader.entries(node);
    },
  });
  const chosen = await selectForRestore(snapshot.body, [...paths, ...paths, `${paths[0]}/`], counting);
  expect(chosen.map(({ path }) => path)).toEqual(paths);
  const [root] = snapshot.body.roots;
  expect(asked.filter((node) => node !== root?.node)).toHaveLength(1);
  expect(await selectForRestore(snapshot.body, ['/photos', ...paths], reader)).toHaveLength(1);
});
