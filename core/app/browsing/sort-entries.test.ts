import { expect, test } from 'vitest';
import type { ListedEntry } from './listed-folder.ts';
import { sortEntries, type SortKey } from './sort-entries.ts';

const entry = (name: string, more: Partial<ListedEntry> = {}): ListedEntry => ({
  name,
  kind: 'file',
  size: 0,
  modifiedAt: 0,
  target: null,
  node: undefined,
  ...more,
});

function sorted(
  entries: readonly ListedEntry[],
  key: SortKey = 'name',
  descending = false,
): readonly string[] {
  return [...sortEntries(entries, key, descending)].map((at) => entries[at]!.name);
}

test('names as people sort them', () => {
  const names = ['B', 'a', 'a 2', 'a 10', 'a 010', 'É', 'e', 'f', 'z', '100', '99', '_'];
  expect(sorted(names.map((name) => entry(name)))).toEqual([
    '99',
    '100',
    '_',
    'a',
    'a 2',
    'a 010',
    'a 10',
    'B',
    'e',
    'É',
    'f',
    'z',
  ]);
});

test('folders first, whichever way and by whatever; what is equal goes by name', () => {
  const entries = [
    entry('small', { size: 1, modifiedAt: 3 }),
    entry('b', { size: 5, modifiedAt: null }),
    entry('a', { size: 5, modifiedAt: 2 }),
    entry('folder z', { kind: 'folder' }),
    entry('folder y', { kind: 'folder' }),
  ];
  expect(sorted(entries, 'size')).toEqual(['folder y', 'folder z', 'small', 'a', 'b']);
  expect(sorted(entries, 'size', true)).toEqual(['folder z', 'folder y', 'b', 'a', 'small']);
  expect(sorted(entries, 'modified')).toEqual(['folder y', 'folder z', 'b', 'a', 'small']);
});
