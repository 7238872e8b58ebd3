import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot, RestoreFixture } from './testing/restore-fixture.ts';

const here = new RestoreFixture();
let mounted = false;

// A disk of 1 MiB and 64 files. Where nobody may mount one, these tests have nothing to fill.
beforeEach(() => {
  mkdirSync(here.to);
  try {
    const options = { stdio: 'ignore' } as const;
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,nr_inodes=64', 'tmpfs', here.to], options);
    mounted = true;
  } catch {
    mounted = false;
  }
});
afterEach(() => {
  if (mounted) execFileSync('umount', [here.to]);
});

test.runIf(isRoot && process.platform === 'linux')(
  'too small for all files: said before anything is written',
  async (context) => {
    if (!mounted) context.skip();
    const files = [
      here.repository.file('a', Buffer.alloc(900_000, 'a')),
      here.repository.file('b', Buffer.alloc(900_000, 'b')),
    ];
    const result = here.restore({ '/d': here.repository.directory('d', files) });
    await expect(result).rejects.toMatchObject({ code: 'disk-full' });
    expect(readdirSync(here.to)).toEqual([]);
  },
);

test.runIf(isRoot && process.platform === 'linux')(
  'full on the way: said in one sentence',
  async (context) => {
    if (!mounted) context.skip();
    const files = Array.from({ length: 200 }, (_, index) => here.repository.file(`f${index}`, 'x'));
    const result = here.restore({ '/d': here.repository.directory('d', files) });
    await expect(result).rejects.toMatchObject({
      code: 'disk-full',
      words: expect.stringContaining(here.to),
    });
  },
);

test.runIf(isRoot && process.platform === 'linux')('too full for the folders', async (context) => {
  if (!mounted) context.skip();
  const folders = Array.from({ length: 70 }, (_, index) => here.repository.directory(`d${index}`, []));
  await expect(here.restore({ '/d': here.repository.directory('d', folders) })).rejects.toMatchObject({
    code: 'disk-full',
  });
});
