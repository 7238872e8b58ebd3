import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHome } from './home-lock.ts';
import { homeAt, type Home } from './home.ts';

let home: Home;
beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-home-')));
});
afterEach(() => rm(home.folder, { recursive: true, force: true }));

/** A process of its own that takes the lock and keeps it. */
async function holder(): Promise<{ pid: number; kill: () => Promise<void> }> {
  const source = `import { lockHome } from ${JSON.stringify(new URL('./home-lock.ts', import.meta.url).href)};
    import { homeAt } from ${JSON.stringify(new URL('./home.ts', import.meta.url).href)};
    lockHome(homeAt(${JSON.stringify(home.folder)}));
    console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    pid: child.pid ?? 0,
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

test('a home that another process uses is refused, with its process id', async () => {
  const other = await holder();
  try {
    expect(() => lockHome(home)).toThrow(
      expect.objectContaining({ code: 'home-busy', details: { home: home.folder, pid: String(other.pid) } }),
    );
  } finally {
    await other.kill();
  }
});

test('the lock of a process that was killed is free at once', async () => {
  const other = await holder();
  await other.kill();
  const mine = lockHome(home);
  expect(await readFile(`${home.lock}.pid`, 'utf8')).toBe(`${process.pid}\n`);
  mine.release();
});

test('a second user in the same process is refused too, until the first lets go', () => {
  const first = lockHome(home);
  expect(() => lockHome(home)).toThrow(expect.objectContaining({ code: 'home-busy' }));
  first.release();
  expect(() => lockHome(home).release()).not.toThrow();
});

test('a lock is let go of although the file beside it cannot be taken away', async () => {
  const lock = lockHome(home);
  await rm(`${home.lock}.pid`);
  await mkdir(`${home.lock}.pid`);
  lock.release();
  await rm(`${home.lock}.pid`, { recursive: true });
  expect(() => lockHome(home).release()).not.toThrow();
});
