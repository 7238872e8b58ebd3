import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../model/entry.ts';
import { unfinishedMode } from './item-placer.ts';
import { RestoreFixture } from './testing/restore-fixture.ts';

const here = new RestoreFixture();

describe('what is there stays', () => {
  const tree = (): Record<string, Entry> => ({
    '/d': here.repository.directory('d', [
      here.repository.file('same.txt', 'same'),
      here.repository.file('photo.jpg', 'from the snapshot'),
    ]),
  });

  test('a file with other contents is kept, and the restored one stands beside it', async () => {
    mkdirSync(join(here.to, 'd'), { recursive: true });
    writeFileSync(join(here.to, 'd/photo.jpg'), 'mine');
    writeFileSync(join(here.to, 'd/same.txt'), 'same');
    utimesSync(join(here.to, 'd/same.txt'), 1, 1);
    const snapshot = here.repository.snapshot(tree());
    for (const alreadyThere of [1, 2]) {
      const report = await here.again(snapshot);
      expect(report).toMatchObject({ files: 2, alreadyThere, problems: [] });
      expect(report.conflicts).toEqual([
        { path: '/d/photo.jpg', restoredAs: join(here.to, 'd/photo (restored).jpg') },
      ]);
    }
    expect(readFileSync(join(here.to, 'd/photo.jpg'), 'utf8')).toBe('mine');
    expect(readFileSync(join(here.to, 'd/photo (restored).jpg'), 'utf8')).toBe('from the snapshot');
    expect(statSync(join(here.to, 'd/same.txt')).mtimeMs).toBe(1000);
    expect(readdirSync(join(here.to, 'd')).length).toBe(3);
  });

  test('skip and overwrite, when asked for', async () => {
    mkdirSync(join(here.to, 'd'), { recursive: true });
    writeFileSync(join(here.to, 'd/photo.jpg'), 'mine');
    const snapshot = here.repository.snapshot(tree());
    const skipped = await here.again(snapshot, { conflicts: 'skip' });
    expect(skipped.conflicts).toEqual([{ path: '/d/photo.jpg', restoredAs: null }]);
    expect(readFileSync(join(here.to, 'd/photo.jpg'), 'utf8')).toBe('mine');
    await here.again(snapshot, { conflicts: 'overwrite' });
    expect(readFileSync(join(here.to, 'd/photo.jpg'), 'utf8')).toBe('from the snapshot');
    expect(readdirSync(join(here.to, 'd')).toSorted()).toEqual(['photo.jpg', 'same.txt']);
  });

  test('a link is neither followed nor replaced, as file or as directory', async () => {
    const outside = join(here.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'victim'), 'untouched');
    mkdirSync(join(here.to, 'd'), { recursive: true });
    symlinkSync(join(outside, 'victim'), join(here.to, 'd/photo.jpg'));
    symlinkSync(outside, join(here.to, 'd/sub'));
    const report = await here.restore({
      '/d': here.repository.directory('d', [
        here.repository.file('photo.jpg', 'new'),
        here.repository.directory('sub', [here.repository.file('victim', 'evil')]),
      ]),
    });
    expect(report.conflictCount).toBe(2);
    expect(readFileSync(join(outside, 'victim'), 'utf8')).toBe('untouched');
    expect(readFileSync(join(here.to, 'd/photo (restored).jpg'), 'utf8')).toBe('new');
    expect(readFileSync(join(here.to, 'd/sub (restored)/victim'), 'utf8')).toBe('evil');
  });

  test('going on after an interruption: what is whole is not written again, what is not is', async () => {
    const big = randomBytes(3_000_000);
    const snapshot = here.repository.snapshot({
      '/d': here.repository.directory(
        'd',
        [
          here.repository.file('big', big, { chunkBytes: 1_000_000, mode: 0o640 }),
          here.repository.file('cut', 'contents', { mode: 0o644 }),
          here.repository.file('lost by a power failure', 'contents'),
          here.repository.file('whole', 'whole'),
        ],
        { mode: 0o500 },
      ),
    });
    await here.again(snapshot);
    chmodSync(join(here.to, 'd'), 0o700);
    const path = (name: string): string => join(here.to, 'd', name);
    const cut = (name: string, contents: Uint8Array | string): void => {
      rmSync(path(name));
      writeFileSync(path(name), contents, { mode: unfinishedMode });
    };
    cut('big', big.subarray(0, 1_500_000));
    cut('cut', 'con');
    writeFileSync(path('lost by a power failure'), '');
    utimesSync(path('lost by a power failure'), 1_700_000_000.5, 1_700_000_000.5);
    const whole = lstatSync(path('whole')).ino;
    chmodSync(join(here.to, 'd'), 0o500);
    const report = await here.again(snapshot);
    expect(report).toMatchObject({ files: 4, alreadyThere: 1, problems: [], conflicts: [] });
    expect(readFileSync(path('big')).equals(big)).toBe(true);
    expect(statSync(path('big')).mode & 0o7777).toBe(0o640);
    expect(readFileSync(path('cut'), 'utf8')).toBe('contents');
    expect(readFileSync(path('lost by a power failure'), 'utf8')).toBe('contents');
    expect(lstatSync(path('whole')).ino).toBe(whole);
    expect(readdirSync(join(here.to, 'd')).length).toBe(4);
    expect(statSync(join(here.to, 'd')).mode & 0o7777).toBe(0o500);
  });
});
