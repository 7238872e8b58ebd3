import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getAttributeSync } from '@napi-rs/xattr';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../model/entry.ts';
import { isRoot, mtimeNs, RestoreFixture } from './testing/restore-fixture.ts';
import { someTime } from './testing/test-repository.ts';

const here = new RestoreFixture();

describe('what comes back', () => {
  test('contents, modes and times to the nanosecond, of files and directories', async () => {
    const big = randomBytes(5_000_000);
    const report = await here.restore({
      '/home/ada': here.repository.directory('ada', [
        here.repository.file('small.txt', 'hello', { mode: 0o600, mtimeNs: '1763798400123456789' }),
        here.repository.file('empty', '', { mode: 0o444 }),
        here.repository.file('before 1970', 'old', { mtimeNs: '-1500000001' }),
        here.repository.directory(
          'deep',
          [here.repository.file('big.bin', big, { chunkBytes: 1_000_000, mtimeNs: '1763798400000000001' })],
          {
            mode: 0o500,
            mtimeNs: '1600000000000000007',
          },
        ),
      ]),
    });
    expect(report).toMatchObject({
      files: 4,
      bytes: big.length + 8,
      directories: 2,
      problems: [],
      conflictCount: 0,
    });
    const ada = join(here.to, 'ada');
    expect(readFileSync(join(ada, 'small.txt'), 'utf8')).toBe('hello');
    expect(statSync(join(ada, 'small.txt')).mode & 0o7777).toBe(0o600);
    expect(mtimeNs(join(ada, 'small.txt'))).toBe('1763798400123456789');
    expect(statSync(join(ada, 'empty')).mode & 0o7777).toBe(0o444);
    expect(mtimeNs(join(ada, 'before 1970'))).toBe('-1500000001');
    expect(readFileSync(join(ada, 'deep/big.bin')).equals(big)).toBe(true);
    expect(mtimeNs(join(ada, 'deep/big.bin'))).toBe('1763798400000000001');
    expect(mtimeNs(join(ada, 'deep'))).toBe('1600000000000000007');
    expect(statSync(join(ada, 'deep')).mode & 0o7777).toBe(0o500);
    expect(mtimeNs(ada)).toBe(someTime);
  });

  test('links, FIFOs, sockets', async () => {
    const base = here.repository.file('x', 'shared');
    const plain: Entry = { ...base, content: [], size: 0 };
    const report = await here.restore({
      '/d': here.repository.directory('d', [
        { ...base, name: 'first', link: '1:77' },
        { ...base, name: 'second', link: '1:77' },
        { ...base, name: 'other inode, same number', link: '2:77' },
        {
          ...plain,
          name: 'symlink',
          type: 'symlink',
          target: '../else where',
          mtimeNs: '1600000000000000123',
        },
        { ...plain, name: 'fifo', type: 'fifo', mode: 0o640 },
        { ...plain, name: 'socket', type: 'socket', mode: 0o755 },
      ]),
    });
    expect(report.problems).toEqual([]);
    const path = (name: string): string => join(here.to, 'd', name);
    expect(lstatSync(path('first')).ino).toBe(lstatSync(path('second')).ino);
    expect(lstatSync(path('first')).nlink).toBe(2);
    expect(lstatSync(path('other inode, same number')).nlink).toBe(1);
    expect(readlinkSync(path('symlink'))).toBe('../else where');
    expect(mtimeNs(path('symlink'))).toBe('1600000000000000123');
    expect(lstatSync(path('fifo')).isFIFO()).toBe(true);
    expect(lstatSync(path('fifo')).mode & 0o7777).toBe(0o640);
    expect(mtimeNs(path('fifo'))).toBe(someTime);
    expect(lstatSync(path('socket')).isSocket()).toBe(true);
  });

  test.runIf(isRoot)('devices', async () => {
    const device: Entry = {
      ...here.repository.file('null', ''),
      type: 'character-device',
      device: 259,
      mode: 0o666,
    };
    expect(await here.restore({ '/d': here.repository.directory('d', [device]) })).toMatchObject({
      problems: [],
    });
    const stat = lstatSync(join(here.to, 'd/null'));
    expect([stat.isCharacterDevice(), stat.rdev, stat.mode & 0o7777]).toEqual([true, 259, 0o666]);
  });

  test.runIf(isRoot)('owners, also of links and directories', async () => {
    const entry = here.repository.file('f', 'x', { uid: 1234, gid: 2345, mode: 0o4755 });
    await here.restore({
      '/d': here.repository.directory(
        'd',
        [entry, { ...entry, name: 'l', type: 'symlink', target: 'f', content: [], size: 0 }],
        { uid: 4321, gid: 5432 },
      ),
    });
    expect(lstatSync(join(here.to, 'd/f'))).toMatchObject({ uid: 1234, gid: 2345 });
    expect(lstatSync(join(here.to, 'd/f')).mode & 0o7777).toBe(0o4755);
    expect(lstatSync(join(here.to, 'd/l'))).toMatchObject({ uid: 1234, gid: 2345 });
    expect(lstatSync(join(here.to, 'd'))).toMatchObject({ uid: 4321, gid: 5432 });
  });

  test('sparse files keep their holes', async () => {
    const bytes = Buffer.alloc(6_000_000);
    bytes.write('start', 0);
    bytes.write('middle', 3_000_001);
    await here.restore({
      '/d': here.repository.directory('d', [
        here.repository.file('sparse', bytes, { sparse: true, chunkBytes: 1_000_000 }),
        here.repository.file('one chunk, hole at the end', bytes.subarray(0, 900_000), { sparse: true }),
        here.repository.file('full', bytes, { chunkBytes: 999_999 }),
      ]),
    });
    expect(readFileSync(join(here.to, 'd/sparse')).equals(bytes)).toBe(true);
    expect(statSync(join(here.to, 'd/sparse')).blocks * 512).toBeLessThan(100_000);
    expect(
      readFileSync(join(here.to, 'd/one chunk, hole at the end')).equals(bytes.subarray(0, 900_000)),
    ).toBe(true);
    expect(statSync(join(here.to, 'd/one chunk, hole at the end')).blocks * 512).toBeLessThan(50_000);
    expect(readFileSync(join(here.to, 'd/full')).equals(bytes)).toBe(true);
    expect(statSync(join(here.to, 'd/full')).blocks * 512).toBeGreaterThan(5_000_000);
  });

  test('names that are not UTF-8', async () => {
    const name = 'caf\xe9\xff';
    const report = await here.restore({
      '/d': here.repository.directory('d', [
        here.repository.directory(name, [
          here.repository.file(name, 'x'),
          { ...here.repository.file('l', ''), type: 'symlink', target: name },
        ]),
        here.repository.file(Buffer.from('grün').toString('latin1'), 'y'),
      ]),
    });
    expect(report.problems).toEqual([]);
    expect(readdirSync(join(here.to, 'd'), 'latin1').toSorted()).toEqual(
      [name, Buffer.from('grün').toString('latin1')].toSorted(),
    );
    const inside = Buffer.from(`${here.to}/d/${name}/${name}`, 'latin1');
    expect(readFileSync(inside, 'utf8')).toBe('x');
    expect(readFileSync(join(here.to, 'd/grün'), 'utf8')).toBe('y');
    expect(mtimeNs(join(here.to, 'd'))).toBe(someTime);
  });

  test('extended attributes, and a line for those that cannot be set', async () => {
    const value = Buffer.from('v\0w').toString('base64');
    const report = await here.restore({
      '/d': here.repository.directory('d', [
        here.repository.file('f', 'x', { xattrs: [['user.note', value]], mode: 0o400 }),
        here.repository.file('g', 'x', { xattrs: [['nonsense.note', value]] }),
      ]),
    });
    expect(getAttributeSync(join(here.to, 'd/f'), 'user.note')?.toString('base64')).toBe(value);
    expect(readFileSync(join(here.to, 'd/g'), 'utf8')).toBe('x');
    expect(report.problems).toEqual([
      { path: join(here.to, 'd/g'), reason: expect.stringMatching(/attribute nonsense.note/) },
    ]);
    expect(report.files).toBe(2);
  });

  test('a folder has its mode and its time where an attribute is refused, and a line for each that is', async () => {
    const value = Buffer.from('v').toString('base64');
    const report = await here.restore({
      '/d': here.repository.directory('d', [
        here.repository.directory('in', [], {
          mode: 0o751,
          mtimeNs: someTime,
          xattrs: [
            ['nonsense.one', value],
            ['user.note', value],
            ['nonsense.two', value],
          ],
        }),
      ]),
    });
    const path = join(here.to, 'd/in');
    expect(lstatSync(path).mode & 0o7777).toBe(0o751);
    expect(mtimeNs(path)).toBe(someTime);
    expect(getAttributeSync(path, 'user.note')?.toString()).toBe('v');
    expect(report.problems).toEqual([
      { path, reason: expect.stringMatching(/attribute nonsense.one/) },
      { path, reason: expect.stringMatching(/attribute nonsense.two/) },
    ]);
  });

  test('one chunk in many files is read once', async () => {
    const same = randomBytes(100_000);
    const files = Array.from({ length: 50 }, (_, index) => here.repository.file(`f${index}`, same));
    const report = await here.restore({ '/d': here.repository.directory('d', files) });
    expect(report.files).toBe(50);
    expect(report.downloadedBytes).toBeLessThan(110_000);
    expect(readFileSync(join(here.to, 'd/f49')).equals(same)).toBe(true);
  });

  test('a file that holds the very bytes of a directory node', async () => {
    const node = Buffer.from(JSON.stringify({ entries: [] }));
    const empty = {
      ...here.repository.directory('empty', []),
      node: here.repository.rawNode({ entries: [] }),
    };
    const report = await here.restore({
      '/d': here.repository.directory('d', [empty, here.repository.file('same', node)]),
    });
    expect(report.problems).toEqual([]);
    expect(readFileSync(join(here.to, 'd/same')).equals(node)).toBe(true);
    expect(readdirSync(join(here.to, 'd/empty'))).toEqual([]);
  });

  test('progress ends at the totals', async () => {
    const seen: number[] = [];
    await here.restore(
      {
        '/d': here.repository.directory('d', [
          here.repository.file('f', 'abc'),
          here.repository.file('g', ''),
        ]),
      },
      {
        onProgress: ({ files, bytes, totalFiles, totalBytes }) =>
          seen.push(files, bytes, totalFiles, totalBytes),
      },
    );
    expect(seen.slice(-4)).toEqual([2, 3, 2, 3]);
  });
});

test('two files with the number of one inode, alike at their beginning, stay two files', async () => {
  const start = 'the same first piece';
  const file = (name: string, end: string): Entry =>
    here.repository.file(name, start + end, { chunkBytes: start.length, link: '1:78' });
  await here.restore({ '/r': here.repository.directory('r', [file('a', 'AAAA'), file('b', 'BBBB')]) });
  expect(readFileSync(join(here.to, 'r/a'), 'utf8')).toBe(`${start}AAAA`);
  expect(readFileSync(join(here.to, 'r/b'), 'utf8')).toBe(`${start}BBBB`);
});
