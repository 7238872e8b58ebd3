import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalog, type Catalog } from '../catalog/catalog.ts';
import type { Entry } from '../model/entry.ts';
import { encodeCachedEntries } from './cached-entries.ts';
import { forgetRoots, rememberedRoots, rememberRoots } from './remembered-roots.ts';
import { RememberedTree } from './remembered-tree.ts';

let folder = '';
let catalog: Catalog;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-remembered-'));
  catalog = openCatalog(join(folder, 'catalog'), 'one');
});
afterEach(() => {
  catalog.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Names that end in `/` are folders. */
function remember(path: string, ...names: readonly string[]): void {
  const entries = names.map((name): Entry => {
    const type = name.endsWith('/') ? 'directory' : 'file';
    return { name: name.replace('/', ''), type, mode: 0, uid: 0, gid: 0, mtimeNs: '0', size: 0 };
  });
  const nothing = new Uint8Array(0);
  catalog.directories.put(path, {
    listing: nothing,
    entries: encodeCachedEntries(entries),
    node: nothing,
    packs: nothing,
  });
}

test('a folder was there if all above it name it; a row of its own, left from earlier, is not enough', () => {
  remember('/r', 'a/', 'gone');
  remember('/r/a', 'b/');
  remember('/r/a/b', 'file');
  remember('/r/gone', 'b/');
  remember('/r/gone/b', 'file');
  const tree = new RememberedTree(catalog.directories);
  expect(
    ['/r', '/r/a', '/r/a/b', '/r/gone', '/r/gone/b', '/r/x'].map((path) => tree.has(path, '/r')),
  ).toEqual([true, true, true, false, false, false]);
  expect(tree.has('/other', '/r')).toBe(false);
  remember('/', 'r/');
  expect(new RememberedTree(catalog.directories).has('/r/a', '/')).toBe(true);
});

test('more folders than are held are read again, and the answer is the same', () => {
  const names = Array.from({ length: 200 }, (_, at) => `d${at}`);
  remember('/r', ...names.map((name) => `${name}/`));
  for (const name of names) remember(`/r/${name}`, 'below/');
  const tree = new RememberedTree(catalog.directories);
  for (const name of [...names, ...names]) expect(tree.has(`/r/${name}/below`, '/r')).toBe(true);
});

test('a walk gives each folder below with what was in it', () => {
  remember('/r', 'a/', 'file');
  remember('/r/a', 'b/', 'never remembered/');
  remember('/r/a/b', 'file');
  const walked = [...new RememberedTree(catalog.directories).walk('/r')];
  expect(walked.map(([path, entries]) => [path, entries.length])).toEqual([
    ['/r', 2],
    ['/r/a', 2],
    ['/r/a/b', 1],
  ]);
});

test('what a run writes to is of no one state until it is published, above and below as well', () => {
  expect(rememberedRoots(catalog)).toBeUndefined();
  forgetRoots(catalog, ['/r']);
  expect(rememberedRoots(catalog)).toEqual(new Map());
  rememberRoots(catalog, [
    { path: '/r/a', node: '1' },
    { path: '/s', node: '2' },
    { path: '/ra', node: '3' },
  ]);
  forgetRoots(catalog, ['/r']);
  expect([...rememberedRoots(catalog)!.keys()]).toEqual(['/s', '/ra']);
  forgetRoots(catalog, ['/s/below']);
  expect([...rememberedRoots(catalog)!.keys()]).toEqual(['/ra']);
  rememberRoots(
    catalog,
    Array.from({ length: 1_500 }, (_, at) => ({ path: `/many/${at}`, node: '4' })),
  );
  expect(rememberedRoots(catalog)!.size).toBe(1_000);
});
