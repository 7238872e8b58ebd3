import { expect, test } from 'vitest';
import type { EntryRow } from '../../../core/contract/browse.ts';
import { layOut, missingPages, pageSize, parentPlace, placeOf, rowAt, top, withPage } from './tree-rows.ts';

const entry = (path: string, kind: EntryRow['kind'] = 'file'): EntryRow => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  kind,
  size: 1,
  modifiedAt: null,
  target: null,
});

/** /a, /a/b open with two files, /c, and a folder of 2,500 files of which the second page is known. */
const folders = [
  [top, 0, [entry('/a', 'folder'), entry('/big', 'folder'), entry('/c')], 3],
  ['/a', 0, [entry('/a/b', 'folder'), entry('/a/x')], 2],
  ['/a/b', 0, [entry('/a/b/1'), entry('/a/b/2')], 2],
  ['/big', 1, Array.from({ length: pageSize }, (_, index) => entry(`/big/${pageSize + index}`)), 2500],
] as const;
const known = folders.reduce(
  (all, [folder, page, entries, total]) => withPage(all, folder, page, entries, total),
  new Map() as ReturnType<typeof withPage>,
);
const open = new Set(['/a', '/a/b', '/big']);
const layout = layOut(known, open);

const nameAt = (at: number): string => {
  const { content } = rowAt(known, layout, at);
  return content.kind === 'entry' ? content.entry.path : content.kind;
};

test('rows of open folders stand below them, what is not loaded keeps its place', () => {
  expect(layout.count).toBe(3 + 2 + 2 + 2500);
  expect([0, 1, 2, 3, 4, 5, 6].map(nameAt)).toEqual([
    '/a',
    '/a/b',
    '/a/b/1',
    '/a/b/2',
    '/a/x',
    '/big',
    'waiting',
  ]);
  expect(nameAt(6 + pageSize)).toBe(`/big/${pageSize}`);
  expect(nameAt(layout.count - 1)).toBe('/c');
  expect(rowAt(known, layout, 2).parents).toEqual(['/a', '/a/b']);
});

test('every place leads to its row and back', () => {
  for (let at = 0; at < layout.count; at += 1) {
    const { folder, index } = rowAt(known, layout, at);
    expect(placeOf(layout, folder, index)).toBe(at);
  }
  expect(placeOf(layout, '/c', 0)).toBeNull();
});

test('the folder above is found, at any depth', () => {
  expect(parentPlace(layout, '/a/b')).toBe(1);
  expect(parentPlace(layout, '/big')).toBe(5);
  expect(parentPlace(layout, top)).toBeNull();
});

test('only pages on the screen that are missing are asked for', () => {
  expect(missingPages(known, layout, 0, 5)).toEqual([]);
  expect(missingPages(known, layout, 5, 40)).toEqual([{ folder: '/big', page: 0 }]);
  expect(missingPages(known, layout, 6 + pageSize - 1, 6 + 2 * pageSize)).toEqual([
    { folder: '/big', page: 0 },
    { folder: '/big', page: 2 },
  ]);
});

test('an open folder without entries says so in one row', () => {
  const empty = withPage(withPage(new Map(), top, 0, [entry('/e', 'folder')], 1), '/e', 0, [], 0);
  const laid = layOut(empty, new Set(['/e']));
  expect(laid.count).toBe(2);
  expect(rowAt(empty, laid, 1).content.kind).toBe('empty');
});
