import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getAttributeSync, setAttributeSync } from '@napi-rs/xattr';
import type { Entry } from '../model/entry.ts';
import { realWorld } from '../system/world.ts';
import { unfinishedMode } from './item-placer.ts';
import { runRestore, type RestoreRequest } from './run-restore.ts';
import type { RestoreReport } from './restore-report.ts';
import { someTime, TestRepository } from './test-repository.ts';

let folder: string;
let to: string;
let repository: TestRepository;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-restore-'));
  to = join(folder, 'out');
  repository = new TestRepository();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function restore(
  roots: Record<string, Entry>,
  more: Partial<RestoreRequest> = {},
): Promise<RestoreReport> {
  return await again(repository.snapshot(roots), more);
}

async function again(
  snapshot: RestoreRequest['snapshot'],
  more: Partial<RestoreRequest> = {},
): Promise<RestoreReport> {
  return await runRestore({
    repository: repository.readable,
    catalog: repository,
    snapshot,
    paths: [],
    to,
    world: realWorld,
    ...more,
  });
}

const mtimeNs = (path: string): string => lstatSync(path, { bigint: true }).mtimeNs.toString();

describe('what comes back', () => {
  test('contents, modes and times to the nanosecond, of files and directories', async () => {
    const big = randomBytes(5_000_000);
    const report = await restore({
      '/home/ada': repository.directory('ada', [
        repository.file('small.txt', 'hello', { mode: 0o600, mtimeNs: '1763798400123456789' }),
        repository.file('empty', '', { mode: 0o444 }),
        repository.file('before 1970', 'old', { mtimeNs: '-1500000001' }),
        repository.directory(
          'deep',
          [repository.file('big.bin', big, { chunkBytes: 1_000_000, mtimeNs: '1763798400000000001' })],
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
    const ada = join(to, 'ada');
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

  test('links, FIFOs, sockets, devices', async () => {
    const base = repository.file('x', 'shared');
    const plain: Entry = { ...base, content: [], size: 0 };
    const report = await restore({
      '/d': repository.directory('d', [
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
        ...(process.geteuid?.() === 0
          ? [{ ...plain, name: 'null', type: 'character-device', device: 259, mode: 0o666 } as Entry]
          : []),
      ]),
    });
    expect(report.problems).toEqual([]);
    const path = (name: string): string => join(to, 'd', name);
    expect(lstatSync(path('first')).ino).toBe(lstatSync(path('second')).ino);
    expect(lstatSync(path('first')).nlink).toBe(2);
    expect(lstatSync(path('other inode, same number')).nlink).toBe(1);
    expect(readlinkSync(path('symlink'))).toBe('../else where');
    expect(mtimeNs(path('symlink'))).toBe('1600000000000000123');
    expect(lstatSync(path('fifo')).isFIFO()).toBe(true);
    expect(lstatSync(path('fifo')).mode & 0o7777).toBe(0o640);
    expect(mtimeNs(path('fifo'))).toBe(someTime);
    expect(lstatSync(path('socket')).isSocket()).toBe(true);
    if (process.geteuid?.() === 0) expect(lstatSync(path('null')).rdev).toBe(259);
  });

  test.runIf(process.geteuid?.() === 0)('owners, also of links and directories', async () => {
    const entry = repository.file('f', 'x', { uid: 1234, gid: 2345, mode: 0o4755 });
    await restore({
      '/d': repository.directory(
        'd',
        [entry, { ...entry, name: 'l', type: 'symlink', target: 'f', content: [], size: 0 }],
        { uid: 4321, gid: 5432 },
      ),
    });
    expect(lstatSync(join(to, 'd/f'))).toMatchObject({ uid: 1234, gid: 2345 });
    expect(lstatSync(join(to, 'd/f')).mode & 0o7777).toBe(0o4755);
    expect(lstatSync(join(to, 'd/l'))).toMatchObject({ uid: 1234, gid: 2345 });
    expect(lstatSync(join(to, 'd'))).toMatchObject({ uid: 4321, gid: 5432 });
  });

  test('sparse files keep their holes', async () => {
    const bytes = Buffer.alloc(6_000_000);
    bytes.write('start', 0);
    bytes.write('middle', 3_000_001);
    await restore({
      '/d': repository.directory('d', [
        repository.file('sparse', bytes, { sparse: true, chunkBytes: 1_000_000 }),
        repository.file('one chunk, hole at the end', bytes.subarray(0, 900_000), { sparse: true }),
        repository.file('full', bytes, { chunkBytes: 999_999 }),
      ]),
    });
    expect(readFileSync(join(to, 'd/sparse')).equals(bytes)).toBe(true);
    expect(statSync(join(to, 'd/sparse')).blocks * 512).toBeLessThan(100_000);
    expect(readFileSync(join(to, 'd/one chunk, hole at the end')).equals(bytes.subarray(0, 900_000))).toBe(
      true,
    );
    expect(statSync(join(to, 'd/one chunk, hole at the end')).blocks * 512).toBeLessThan(50_000);
    expect(readFileSync(join(to, 'd/full')).equals(bytes)).toBe(true);
    expect(statSync(join(to, 'd/full')).blocks * 512).toBeGreaterThan(5_000_000);
  });

  test('names that are not UTF-8', async () => {
    const name = 'caf\xe9\xff';
    const report = await restore({
      '/d': repository.directory('d', [
        repository.directory(name, [
          repository.file(name, 'x'),
          { ...repository.file('l', ''), type: 'symlink', target: name },
        ]),
        repository.file(Buffer.from('grün').toString('latin1'), 'y'),
      ]),
    });
    expect(report.problems).toEqual([]);
    expect(readdirSync(join(to, 'd'), 'latin1').toSorted()).toEqual(
      [name, Buffer.from('grün').toString('latin1')].toSorted(),
    );
    const inside = Buffer.from(`${to}/d/${name}/${name}`, 'latin1');
    expect(readFileSync(inside, 'utf8')).toBe('x');
    expect(readFileSync(join(to, 'd/grün'), 'utf8')).toBe('y');
    expect(mtimeNs(join(to, 'd'))).toBe(someTime);
  });

  test('extended attributes, and a line for those that cannot be set', async () => {
    const value = Buffer.from('v\0w').toString('base64');
    const report = await restore({
      '/d': repository.directory('d', [
        repository.file('f', 'x', { xattrs: [['user.note', value]], mode: 0o400 }),
        repository.file('g', 'x', { xattrs: [['nonsense.note', value]] }),
      ]),
    });
    expect(getAttributeSync(join(to, 'd/f'), 'user.note')?.toString('base64')).toBe(value);
    expect(readFileSync(join(to, 'd/g'), 'utf8')).toBe('x');
    expect(report.problems).toEqual([
      { path: join(to, 'd/g'), reason: expect.stringMatching(/attribute nonsense.note/) },
    ]);
    expect(report.files).toBe(2);
  });

  test('one chunk in many files is read once', async () => {
    const same = randomBytes(100_000);
    const files = Array.from({ length: 50 }, (_, index) => repository.file(`f${index}`, same));
    const report = await restore({ '/d': repository.directory('d', files) });
    expect(report.files).toBe(50);
    expect(report.downloadedBytes).toBeLessThan(110_000);
    expect(readFileSync(join(to, 'd/f49')).equals(same)).toBe(true);
  });

  test('progress ends at the totals', async () => {
    const seen: number[] = [];
    await restore(
      { '/d': repository.directory('d', [repository.file('f', 'abc'), repository.file('g', '')]) },
      {
        onProgress: ({ files, bytes, totalFiles, totalBytes }) =>
          seen.push(files, bytes, totalFiles, totalBytes),
      },
    );
    expect(seen.slice(-4)).toEqual([2, 3, 2, 3]);
  });
});

describe('where it goes', () => {
  const tree = (): Record<string, Entry> => ({
    '/home/ada/docs': repository.directory('docs', [
      repository.directory('a', [repository.file('x.txt', 'ax')]),
      repository.directory('b', [repository.file('x.txt', 'bx')]),
    ]),
  });

  test('one root: under its own name', async () => {
    await restore(tree());
    expect(readdirSync(to)).toEqual(['docs']);
  });

  test('several roots: under their full paths', async () => {
    const more = {
      ...tree(),
      '/srv/docs': repository.directory('docs', []),
      '/': repository.directory('root', []),
    };
    delete (more as Record<string, Entry>)['/'];
    await restore(more);
    expect(readFileSync(join(to, 'home/ada/docs/a/x.txt'), 'utf8')).toBe('ax');
    expect(existsSync(join(to, 'srv/docs'))).toBe(true);
  });

  test('chosen paths: under their own names, under full paths where two are the same', async () => {
    const snapshot = repository.snapshot(tree());
    await again(snapshot, { paths: ['/home/ada/docs/a/x.txt'] });
    expect(readFileSync(join(to, 'x.txt'), 'utf8')).toBe('ax');
    const second = join(folder, 'second');
    const report = await again(snapshot, {
      to: second,
      paths: ['/home/ada/docs/a/x.txt', '/home/ada/docs/b/x.txt'],
    });
    expect(readFileSync(join(second, 'home/ada/docs/a/x.txt'), 'utf8')).toBe('ax');
    expect(readFileSync(join(second, 'home/ada/docs/b/x.txt'), 'utf8')).toBe('bx');
    expect(report.files).toBe(2);
  });

  test('a path inside another chosen path is not restored twice', async () => {
    const paths = ['/home/ada/docs/b/x.txt', '/home/ada/docs/', '/home/ada/docs'];
    expect(await restore(tree(), { paths })).toMatchObject({ files: 2, conflictCount: 0 });
    expect(readdirSync(to)).toEqual(['docs']);
  });

  test('a path that is not there', async () => {
    await expect(restore(tree(), { paths: ['/home/ada/docs/c'] })).rejects.toMatchObject({
      code: 'path-not-in-snapshot',
    });
    expect(existsSync(to)).toBe(false);
  });

  test('a destination that is a file, or below one', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(restore(tree(), { to: join(folder, 'file') })).rejects.toMatchObject({
      code: 'path-impossible',
    });
    await expect(restore(tree(), { to: join(folder, 'file/below') })).rejects.toMatchObject({
      code: 'path-impossible',
    });
  });
});

describe('what is there stays', () => {
  const tree = (): Record<string, Entry> => ({
    '/d': repository.directory('d', [
      repository.file('same.txt', 'same'),
      repository.file('photo.jpg', 'from the snapshot'),
    ]),
  });

  test('a file with other contents is kept, and the restored one stands beside it', async () => {
    mkdirSync(join(to, 'd'), { recursive: true });
    writeFileSync(join(to, 'd/photo.jpg'), 'mine');
    writeFileSync(join(to, 'd/same.txt'), 'same');
    utimesSync(join(to, 'd/same.txt'), 1, 1);
    const snapshot = repository.snapshot(tree());
    for (const alreadyThere of [1, 2]) {
      const report = await again(snapshot);
      expect(report).toMatchObject({ files: 2, alreadyThere, problems: [] });
      expect(report.conflicts).toEqual([
        { path: '/d/photo.jpg', restoredAs: join(to, 'd/photo (restored).jpg') },
      ]);
    }
    expect(readFileSync(join(to, 'd/photo.jpg'), 'utf8')).toBe('mine');
    expect(readFileSync(join(to, 'd/photo (restored).jpg'), 'utf8')).toBe('from the snapshot');
    expect(statSync(join(to, 'd/same.txt')).mtimeMs).toBe(1000);
    expect(readdirSync(join(to, 'd')).length).toBe(3);
  });

  test('skip and overwrite, when asked for', async () => {
    mkdirSync(join(to, 'd'), { recursive: true });
    writeFileSync(join(to, 'd/photo.jpg'), 'mine');
    const snapshot = repository.snapshot(tree());
    const skipped = await again(snapshot, { conflicts: 'skip' });
    expect(skipped.conflicts).toEqual([{ path: '/d/photo.jpg', restoredAs: null }]);
    expect(readFileSync(join(to, 'd/photo.jpg'), 'utf8')).toBe('mine');
    await again(snapshot, { conflicts: 'overwrite' });
    expect(readFileSync(join(to, 'd/photo.jpg'), 'utf8')).toBe('from the snapshot');
    expect(readdirSync(join(to, 'd')).toSorted()).toEqual(['photo.jpg', 'same.txt']);
  });

  test('a link is neither followed nor replaced, as file or as directory', async () => {
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'victim'), 'untouched');
    mkdirSync(join(to, 'd'), { recursive: true });
    symlinkSync(join(outside, 'victim'), join(to, 'd/photo.jpg'));
    symlinkSync(outside, join(to, 'd/sub'));
    const report = await restore({
      '/d': repository.directory('d', [
        repository.file('photo.jpg', 'new'),
        repository.directory('sub', [repository.file('victim', 'evil')]),
      ]),
    });
    expect(report.conflictCount).toBe(2);
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('untouched');
    expect(readFileSync(join(to, 'd/photo (restored).jpg'), 'utf8')).toBe('new');
    expect(readFileSync(join(to, 'd/sub (restored)/victim'), 'utf8')).toBe('evil');
  });

  test('going on after an interruption: what is whole is not written again, what is not is', async () => {
    const big = randomBytes(3_000_000);
    const snapshot = repository.snapshot({
      '/d': repository.directory(
        'd',
        [
          repository.file('big', big, { chunkBytes: 1_000_000, mode: 0o640 }),
          repository.file('cut', 'contents', { mode: 0o644 }),
          repository.file('lost by a power failure', 'contents'),
          repository.file('whole', 'whole'),
        ],
        { mode: 0o500 },
      ),
    });
    await again(snapshot);
    chmodSync(join(to, 'd'), 0o700);
    const path = (name: string): string => join(to, 'd', name);
    const cut = (name: string, contents: Uint8Array | string): void => {
      rmSync(path(name));
      writeFileSync(path(name), contents, { mode: unfinishedMode });
    };
    cut('big', big.subarray(0, 1_500_000));
    cut('cut', 'con');
    writeFileSync(path('lost by a power failure'), '');
    utimesSync(path('lost by a power failure'), 1_700_000_000.5, 1_700_000_000.5);
    const whole = lstatSync(path('whole')).ino;
    chmodSync(join(to, 'd'), 0o500);
    const report = await again(snapshot);
    expect(report).toMatchObject({ files: 4, alreadyThere: 1, problems: [], conflicts: [] });
    expect(readFileSync(path('big')).equals(big)).toBe(true);
    expect(statSync(path('big')).mode & 0o7777).toBe(0o640);
    expect(readFileSync(path('cut'), 'utf8')).toBe('contents');
    expect(readFileSync(path('lost by a power failure'), 'utf8')).toBe('contents');
    expect(lstatSync(path('whole')).ino).toBe(whole);
    expect(readdirSync(join(to, 'd')).length).toBe(4);
    expect(statSync(join(to, 'd')).mode & 0o7777).toBe(0o500);
  });
});

describe('a tree that was made to do harm', () => {
  test.each(['..', '.', 'a/b', '/etc/passwd', 'a\0b', ''])(
    'the name %j makes its directory unreadable, and nothing is written',
    async (name) => {
      const good = repository.directory('d', [repository.file('good', 'x')]);
      const entry = { n: name, t: 'f', m: 0o644, u: 0, g: 0, mt: '0', s: 0, c: [] };
      const bad: Entry = { ...good, name: 'bad', node: repository.rawNode({ entries: [entry] }) };
      const report = await restore({ '/r': repository.directory('r', [good, bad]) });
      expect(report.problems).toMatchObject([{ path: '/r/bad' }]);
      expect(readdirSync(folder)).toEqual(['out']);
      expect(readdirSync(join(to, 'r/bad'))).toEqual([]);
      expect(readFileSync(join(to, 'r/d/good'), 'utf8')).toBe('x');
    },
  );

  test('a link and a directory of one name: nothing goes through the link', async () => {
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    const directory = repository.directory('x', [repository.file('evil', 'evil')]);
    const json = (entry: Entry): unknown => ({
      n: entry.name,
      t: entry.type === 'directory' ? 'd' : 'l',
      m: 0o755,
      u: 0,
      g: 0,
      mt: '0',
      ...(entry.node ? { d: entry.node } : { l: outside }),
    });
    const node = repository.rawNode({
      entries: [json({ ...directory, type: 'symlink', node: undefined } as never), json(directory)],
    });
    const report = await restore({ '/r': { ...directory, name: 'r', node } });
    expect(report.problemCount).toBe(1);
    expect(readdirSync(outside)).toEqual([]);
  });

  test('two pages of one directory that repeat a name: the link stays unfollowed', async () => {
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    const file = repository.file('evil', 'evil');
    const link: Entry = { ...file, name: 'x', type: 'symlink', target: outside, content: [], size: 0 };
    const pages = [repository.node([link]), repository.node([repository.directory('x', [file])])];
    const root = { ...repository.directory('r', []), node: repository.rawNode({ pages }) };
    const report = await restore({ '/r': root });
    expect(readdirSync(outside)).toEqual([]);
    expect(readFileSync(join(to, 'r/x/evil'), 'utf8')).toBe('evil');
    expect(report.conflicts).toEqual([{ path: join(to, 'r/x'), restoredAs: join(to, 'r/x (restored)') }]);
  });
});

describe('damage', () => {
  test('a missing pack: the rest comes back, and every file it touches is named', async () => {
    const lostFile = repository.file('lost', randomBytes(1000));
    const half = [repository.chunk('data', randomBytes(5000))];
    const [lostPack] = repository.seal();
    half.push(repository.chunk('data', randomBytes(5000)));
    const entries = [
      lostFile,
      { ...lostFile, name: 'half', size: 10_000, content: half },
      repository.file('good', 'good'),
    ];
    const snapshot = repository.snapshot({ '/d': repository.directory('d', entries) });
    repository.objects.delete(lostPack!);
    const report = await again(snapshot);
    expect(report.files).toBe(1);
    expect(report.problems.map(({ path }) => path).toSorted()).toEqual([
      join(to, 'd/half'),
      join(to, 'd/lost'),
    ]);
    expect(report.problems.find(({ path }) => path.endsWith('half'))?.reason).toContain('half.incomplete');
    expect(readdirSync(join(to, 'd')).toSorted()).toEqual(['good', 'half.incomplete']);
    expect(statSync(join(to, 'd/half.incomplete')).size).toBe(10_000);
  });

  test('a changed bit: only the files of that segment are lost', async () => {
    const files = Array.from({ length: 6 }, (_, index) => repository.file(`f${index}`, randomBytes(600_000)));
    const [pack] = repository.seal();
    const snapshot = repository.snapshot({ '/d': repository.directory('d', files) });
    const bytes = repository.objects.get(pack!)!;
    bytes[700_000] = bytes[700_000]! ^ 1;
    const report = await again(snapshot);
    expect(report).toMatchObject({ files: 5, problemCount: 1, problems: [{ path: join(to, 'd/f1') }] });
    expect(existsSync(join(to, 'd/f1'))).toBe(false);
  });

  test('a chunk in the place of another is not taken for it', async () => {
    const a = repository.file('a', randomBytes(600_000));
    const b = repository.file('b', randomBytes(600_000));
    const snapshot = repository.snapshot({ '/d': repository.directory('d', [a, b]) });
    const swapped = {
      locate: (id: Uint8Array) =>
        repository.locate(
          Buffer.from(id).toString('hex') === a.content![0]!.id ? Buffer.from(b.content![0]!.id, 'hex') : id,
        ),
    };
    const report = await again(snapshot, { catalog: swapped });
    expect(report.problems).toMatchObject([{ path: join(to, 'd/a') }]);
    expect(readdirSync(join(to, 'd'))).toEqual(['b']);
  });

  test('a lost directory node: the directories beside it come back', async () => {
    const lost = repository.directory('lost', [repository.file('x', 'x')]);
    const tree = repository.seal().at(-1)!;
    const snapshot = repository.snapshot({
      '/d': repository.directory('d', [lost, repository.directory('kept', [repository.file('y', 'y')])]),
    });
    repository.objects.delete(tree);
    const report = await again(snapshot);
    expect(report.problems).toMatchObject([{ path: '/d/lost' }]);
    expect(readFileSync(join(to, 'd/kept/y'), 'utf8')).toBe('y');
  });

  test('a chunk that the catalog does not know', async () => {
    const snapshot = repository.snapshot({
      '/d': repository.directory('d', [repository.file('x', 'x'), repository.file('y', 'yy')]),
    });
    const x = repository.file('x', 'x').content![0]!.id;
    const forgetful = {
      locate: (id: Uint8Array) => (Buffer.from(id).toString('hex') === x ? undefined : repository.locate(id)),
    };
    const report = await again(snapshot, { catalog: forgetful });
    expect(report.problems).toMatchObject([{ path: '/d/x' }]);
    expect(report.files).toBe(1);
  });

  test('no network ends it, and the next run goes on', async () => {
    const snapshot = repository.snapshot({ '/d': repository.directory('d', [repository.file('x', 'x')]) });
    const { HoldfastError } = await import('../errors/holdfast-error.ts');
    const readable = repository.readable;
    const broken = {
      ...readable,
      store: {
        get: async (...args: Parameters<typeof readable.store.get>) => {
          if (repository.reads.length > 0) throw new HoldfastError('network-unreachable', {});
          return await readable.store.get(...args);
        },
      },
    };
    await expect(again(snapshot, { repository: broken })).rejects.toMatchObject({
      code: 'network-unreachable',
    });
    expect(await again(snapshot)).toMatchObject({ files: 1, problems: [] });
  });

  test('cancelled', async () => {
    const snapshot = repository.snapshot({ '/d': repository.directory('d', [repository.file('x', 'x')]) });
    await expect(again(snapshot, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

test('setting an attribute works at all here', () => {
  const path = join(folder, 'probe');
  writeFileSync(path, '');
  setAttributeSync(path, 'user.probe', Buffer.from('x'));
  expect(getAttributeSync(path, 'user.probe')?.toString()).toBe('x');
});
