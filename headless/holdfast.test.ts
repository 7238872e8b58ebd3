import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plainEnvironment, runHoldfast } from './run-holdfast.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('what is said and with which exit code', () => {
  test('--version and --help are done (0)', async () => {
    const version = await runHoldfast(['--version'], {});
    expect([version.code, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
    const help = await runHoldfast(['--help'], {});
    expect(help.code).toBe(0);
    for (const command of [
      'practice',
      'setup',
      'backup',
      'snapshots',
      'ls',
      'find',
      'restore',
      'check',
      'guard',
      'demo',
    ])
      expect(help.stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  });

  test.each([
    ['no command', []],
    ['an unknown command', ['explode']],
    ['an unknown option', ['backup', '--fast', '/etc']],
    ['a missing argument', ['backup']],
    ['a missing option', ['restore', 'latest']],
    ['a port that is none', ['practice', 'clock', '+1d', '--port', '99999']],
  ])('%s is wrong usage (2), in one sentence', async (_, args) => {
    const ended = await runHoldfast([...args, '--home', folder], {});
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toMatch(/^[A-Z"][^\n]+\. See `holdfast --help`\.\n$/);
  });

  test('with --json an error is also one JSON object on stdout, wherever the option stands', async () => {
    for (const args of [
      ['snapshots', '--json'],
      ['--json', 'snapshots'],
    ]) {
      const ended = await runHoldfast([...args, '--home', folder], {});
      expect(ended.code).toBe(1);
      expect(ended.stdout).toBe(`${JSON.stringify(ended.json)}\n`);
      expect(ended.json).toEqual({ error: { code: 'home-missing', message: ended.stderr.trimEnd() } });
    }
  });
});

/** Any Node older than 24 on this machine. */
const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) =>
    existsSync(path) &&
    /^v(?:1\d|2[0-3])\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout),
);

describe.skipIf(!oldNode)('started by another Node', () => {
  const entry = fileURLToPath(new URL('./holdfast.js', import.meta.url));
  const start = (args: readonly string[]): ReturnType<typeof spawn> =>
    spawn(oldNode ?? '', [entry, ...args], {
      env: plainEnvironment(),
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  /** Lines of stdout; the address shows whether the vault still answers. */
  async function serving(): Promise<{ child: ReturnType<typeof spawn>; address: string }> {
    const child = start(['practice', 'serve', '--dir', join(folder, 'vault')]);
    const line = await new Promise<Buffer>((resolve, reject) => {
      child.stdout?.once('data', resolve);
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    });
    return { child, address: (JSON.parse(line.toString()) as { b2: string }).b2 };
  }

  const ended = (child: ReturnType<typeof spawn>): Promise<readonly [number | null, string | null]> =>
    new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal])));

  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s reaches the command, which ends in good order',
    async (signal) => {
      const { child, address } = await serving();
      child.kill(signal);
      expect(await ended(child)).toEqual([0, null]);
      await expect(fetch(address)).rejects.toThrow('fetch failed');
    },
  );

  test('killing the launcher leaves no command running behind it', async () => {
    const { child, address } = await serving();
    child.kill('SIGKILL');
    await ended(child);
    await expect
      .poll(() =>
        fetch(address).then(
          () => 'answers',
          () => 'gone',
        ),
      )
      .toBe('gone');
  });
});
