import { expect, test } from 'vitest';
import type { EntryRow } from '../../../core/contract/browse.ts';
import type { Reply } from '../../../core/contract/error-shape.ts';
import { findByLetters, findSeen } from './find-by-letters.ts';
import { findEntry } from './find-entry.ts';
import { pageSize, top, type TreeRow } from './tree-rows.ts';

const entry = (path: string, kind: EntryRow['kind']): EntryRow => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  kind,
  size: 1,
  modifiedAt: null,
  target: null,
});

const many = Array.from({ length: 2 * pageSize + 5 }, (_, index) =>
  entry(`/home/ada/${index === 2 * pageSize + 3 ? 'Zebra' : `file-${index}`}`, 'file'),
);
const contents: Readonly<Record<string, readonly EntryRow[]>> = {
  [top]: [entry('/home/a', 'folder'), entry('/home/ada', 'folder')],
  '/home/a': [],
  '/home/ada': many,
};
const page = async (folder: string, number: number): Promise<Reply<readonly EntryRow[]>> => ({
  ok: true,
  value: (contents[folder] ?? []).slice(number * pageSize, (number + 1) * pageSize),
});
const row = (index: number): TreeRow => ({
  folder: '/home/ada',
  parents: ['/home/ada'],
  index,
  siblings: many.length,
  content: { kind: 'waiting' },
});

test('a path is walked down to through pages nobody has looked at, not into a folder that only begins alike', async () => {
  expect(await findEntry('/home/ada/Zebra', page, new AbortController().signal)).toEqual({
    parents: ['/home/ada'],
    folder: '/home/ada',
    index: 2 * pageSize + 3,
  });
  expect(await findEntry('/home/ada/gone', page, new AbortController().signal)).toBeNull();
});

test('letters lead to the next name that begins with them, once round', async () => {
  expect(await findByLetters('ze', row(4), page, () => true)).toBe(2 * pageSize + 3);
  expect(await findByLetters('f', row(4), page, () => true)).toBe(5);
  expect(await findByLetters('file-4', row(4), page, () => true)).toBe(4);
  expect(await findByLetters('file-1', row(2 * pageSize + 4), page, () => true)).toBe(1);
  expect(await findByLetters('q', row(0), page, () => true)).toBeNull();
});

test('letters lead to rows of other folders too, as far as these are open and read', () => {
  const names = ['home', 'scans', 'scan-1', null, 'scan-2', 'zoo'];
  const at = (index: number): TreeRow => ({
    ...row(index),
    content:
      names[index] === null
        ? { kind: 'waiting' }
        : { kind: 'entry', entry: entry(`/${names[index]}`, 'file') },
  });
  expect(findSeen('s', names.length, at, 0)).toBe(1);
  expect(findSeen('s', names.length, at, 2)).toBe(4);
  expect(findSeen('SCAN', names.length, at, 5)).toBe(1);
  expect(findSeen('x', names.length, at, 0)).toBeNull();
});

test('whoever types on is not led to where the letters before would have led', async () => {
  expect(await findByLetters('ze', row(0), page, () => false)).toBeNull();
});
