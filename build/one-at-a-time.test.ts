import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { ownTemporaryFolder } from '../test/own-temporary-folder.ts';
import { oneAtATime } from './one-at-a-time.ts';

ownTemporaryFolder();

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dist-'));
});

it('the second waits for the first', async () => {
  const order: string[] = [];
  let finish = (): void => undefined;
  const first = oneAtATime(folder, async () => {
    order.push('first begins');
    await new Promise<void>((resolve) => (finish = resolve));
    order.push('first ends');
  });
  const second = oneAtATime(folder, () => Promise.resolve(order.push('second')));
  setImmediate(() => finish());
  await Promise.all([first, second]);
  expect(order).toEqual(['first begins', 'first ends', 'second']);
  expect(existsSync(join(folder, '.building'))).toBe(false);
});

it('one that failed or died does not stand in the way', async () => {
  await expect(oneAtATime(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(join(folder, '.building'), `${dead}`);
  expect(await oneAtATime(folder, () => Promise.resolve('done'))).toBe('done');
});
