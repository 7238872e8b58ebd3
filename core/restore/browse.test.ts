import { describe, expect, test } from 'vitest';
import type { SnapshotBody } from '../model/snapshot.ts';
import { findByName, nameTest } from './find-by-name.ts';
import { listDirectory } from './list-directory.ts';
import { TestRepository } from './testing/test-repository.ts';
import { TreeReader } from './tree-reader.ts';

const repository = new TestRepository();
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
const snapshot = repository.snapshot({
  '/home/ada': repository.directory('ada', [
    repository.file('Brief.txt', 'x'),
    repository.directory('photos', [
      repository.file(latin1('Café.jpg'), 'x'),
      repository.file('odd\xff.jpg', 'x'),
    ]),
    repository.directory(
      'many',
      Array.from({ length: 5000 }, (_, index) => repository.file(`f${index}`, '')),
    ),
  ]),
  '/home/bob/notes': repository.file('notes', 'y'),
  '/srv': repository.directory('srv', []),
});

async function list(
  path?: string,
  of: { readonly body: SnapshotBody } = snapshot,
): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const one of listDirectory(repository.readable, repository, of, path)) found.push(one.path);
  return found;
}

const openReader = (): TreeReader => new TreeReader(repository.readable, repository, { wholePacks: true });

async function find(pattern: string, reader = openReader()): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { path } of findByName(reader, snapshot, pattern)) found.push(path);
  return found;
}

describe('ls', () => {
  test('the roots, a directory, a file, however the path is written', async () => {
    expect(await list()).toEqual(['/home/ada', '/home/bob/notes', '/srv']);
    for (const path of ['/home/ada/photos', '/home/ada/photos/', '//home/./ada//photos'])
      expect(await list(path)).toEqual(['/home/ada/photos/Café.jpg', '/home/ada/photos/odd\ufffd.jpg']);
    expect(await list('/home/ada/Brief.txt')).toEqual(['/home/ada/Brief.txt']);
    expect(await list('/home/bob/notes')).toEqual(['/home/bob/notes']);
  });

  test('above the roots, the steps towards them', async () => {
    expect(await list('/')).toEqual(['/home', '/srv']);
    expect(await list('/home')).toEqual(['/home/ada', '/home/bob']);
  });

  test('a huge directory, all of its pages', async () => {
    expect((await list('/home/ada/many')).length).toBe(5000);
  });

  test('a name that is not UTF-8 is found by how it is shown', async () => {
    expect(await list('/home/ada/photos/odd\ufffd.jpg')).toEqual(['/home/ada/photos/odd\ufffd.jpg']);
  });

  test.each(['/nowhere', '/home/ada/photos/x', '/home/ada/Brief.txt/x', '/home/carl'])(
    '%s is not there',
    async (path) => {
      await expect(list(path)).rejects.toMatchObject({ code: 'path-not-in-snapshot' });
    },
  );

  test('reads segments, not packs', async () => {
    repository.reads.length = 0;
    await list('/home/ada/photos');
    expect(repository.reads.every(({ range }) => range !== undefined)).toBe(true);
  });

  test('paths of a Windows snapshot', async () => {
    const windows = repository.snapshot({
      'C:\\Users\\ada': repository.directory('ada', [repository.file('x', 'x')]),
    });
    const body = { ...windows.body, platform: 'win32' };
    expect(await list('C:\\Users\\ada', { body })).toEqual(
      ['\\C:\\Users\\ada\\x'].map((path) => path.slice(1)),
    );
    expect(await list('C:/Users', { body })).toEqual(['C:\\Users\\ada']);
  });
});

describe('find', () => {
  test('by part of a name, in any case', async () => {
    expect(await find('BRIEF')).toEqual(['/home/ada/Brief.txt']);
    expect(await find('cafe\u0301')).toEqual(['/home/ada/photos/Café.jpg']);
  });

  test('by pattern, for the whole name', async () => {
    expect(await find('*.jpg')).toEqual(['/home/ada/photos/Café.jpg', '/home/ada/photos/odd\ufffd.jpg']);
    expect(await find('note?')).toEqual(['/home/bob/notes']);
    expect(await find('f12?4')).toHaveLength(1 * 10);
    expect(await find('no*such')).toEqual([]);
  });

  test('what another snapshot has too is not read again', async () => {
    const reader = openReader();
    await find('x', reader);
    repository.reads.length = 0;
    expect(await find('BRIEF', reader)).toHaveLength(1);
    expect(repository.reads).toEqual([]);
  });

  test('signs that mean something in expressions mean themselves', () => {
    expect(nameTest('a+(b).[c]')('xa+(b).[c]x')).toBe(true);
    expect(nameTest('a.?')('abc')).toBe(false);
    expect(nameTest('*{*')('x{2}')).toBe(true);
  });

  test.each([
    ['*', '', true],
    ['STRASSE', 'Hauptstraße.txt', true],
    ['strasse*', 'Straße.txt', true],
    ['STRA?E', 'Straße', true],
    ['istanbul', 'İSTANBUL', true],
    ['ΟΔΟΣ', 'οδος.txt', true],
    ['strase', 'Straße', false],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'a-b-b-c-c', true],
    ['a*b*c', 'acb', false],
    ['a*a', 'a', false],
    ['*ab', 'aab', true],
    ['a?c*', 'a😀cd', true],
    ['?', '😀', true],
    ['??', '😀', false],
    ['*a?', 'xa', false],
    ['*a*', 'bab', true],
    ['*a*', 'bbb', false],
    [`${'*a'.repeat(30)}*b`, 'a'.repeat(255), false],
    [`${'*a'.repeat(30)}*b`, `${'a'.repeat(255)}b`, true],
  ])('%j against %j: %j', (pattern, name, isFit) => {
    expect(nameTest(pattern)(name)).toBe(isFit);
  });
});
