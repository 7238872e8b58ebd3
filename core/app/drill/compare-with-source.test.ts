import { lstat, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../model/entry.ts';
import { compareWithSource } from './compare-with-source.ts';

let folder: string;
let entry: Entry;
const source = (): string => join(folder, 'source');
const restored = (): string => join(folder, 'restored');
const contents = Buffer.alloc(2 ** 20 + 70_000, 'holdfast');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-compare-'));
  await writeFile(source(), contents);
  await writeFile(restored(), contents);
  const { mtimeNs, size } = await lstat(source(), { bigint: true });
  entry = {
    name: 'source',
    type: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtimeNs: String(mtimeNs),
    size: Number(size),
  };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the same bytes are the same', async () => {
  expect(await compareWithSource(restored(), source(), entry)).toEqual({ result: 'same' });
});

test.each([0, 2 ** 20 - 1, 2 ** 20, contents.length - 1])(
  'one other byte at %d of the restored file is found',
  async (at) => {
    const changed = Buffer.from(contents);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await writeFile(restored(), changed);
    expect(await compareWithSource(restored(), source(), entry)).toEqual({ result: 'different' });
  },
);

test('a restored file that ends early is found', async () => {
  await truncate(restored(), 2 ** 20);
  expect(await compareWithSource(restored(), source(), entry)).toEqual({ result: 'different' });
});

test('what was changed or removed on this computer is not compared, and why', async () => {
  await utimes(source(), 1, 1);
  expect(await compareWithSource(restored(), source(), entry)).toMatchObject({
    reason: expect.stringMatching(/changed/) as unknown,
  });
  await rm(source());
  expect(await compareWithSource(restored(), source(), entry)).toMatchObject({
    reason: expect.stringMatching(/not on this/) as unknown,
  });
});
