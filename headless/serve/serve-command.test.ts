import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildWhatIsStale } from '../../build/build-what-is-stale.ts';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';
import { ask, type Answer } from './testing/ask.ts';

ownTemporaryFolder();

const entry = fileURLToPath(new URL('../holdfast.js', import.meta.url));
let folder: string;
let running: ChildProcess[] = [];

beforeAll(async () => await buildWhatIsStale(fileURLToPath(new URL('../..', import.meta.url)), ['renderer']));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-'));
});
afterEach(async () => {
  await Promise.all(running.map(async (child) => await stopped(child)));
  running = [];
});

type Started = { readonly child: ChildProcess; readonly err: () => string };

function start(args: readonly string[], environment: Record<string, string> = {}): Started {
  let err = '';
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env['PATH'], HOLDFAST_HOME: folder, HOLDFAST_KEYCHAIN: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr?.on('data', (piece: Buffer) => (err += piece.toString('utf8')));
  running.push(child);
  return { child, err: () => err };
}

const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode === null && child.signalCode === null
    ? new Promise((resolve) => child.once('exit', (code) => resolve(code)))
    : Promise.resolve(child.exitCode);

async function stopped(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  child.kill(signal);
  return await ended(child);
}

const line = ({ child, err }: Started): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdout?.once('data', (piece: Buffer) => resolve(piece.toString('utf8').trim()));
    // Not 'exit', which may come before what it said.
    child.once('close', (code) => reject(new Error(`ended with ${code}: ${err()}`)));
  });

/** What the window does with its address. */
async function enter(link: string): Promise<Answer> {
  const { port, origin, hash } = new URL(link);
  const headers = { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin' };
  const body = JSON.stringify({ token: hash.slice('#t='.length) });
  const answer = await ask(Number(port), 'POST', '/api/session', headers, body);
  if (answer.status !== 200) return answer;
  const cookie = String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  const { csrf } = JSON.parse(answer.text) as { csrf: string };
  const admitted = { ...headers, cookie, 'x-holdfast-csrf': csrf };
  return await ask(Number(port), 'POST', '/api/call/app.state', admitted, '{}');
}

describe('holdfast serve', () => {
  it('serves the window and the engine, and ends in good order', async () => {
    const first = start(['serve']);
    const link = await line(first);
    const page = await fetch(new URL('/', link));
    expect(await page.text()).toContain('<div id="root">');
    const answer = await enter(link);
    expect(JSON.parse(answer.text)).toMatchObject({ ok: true, value: { shell: 'loopback' } });
    expect(await stopped(first.child)).toBe(0);
    expect(existsSync(join(folder, 'serving.json'))).toBe(false);
  });

  it('started twice, the second gives another link of the first and ends', async () => {
    const first = await line(start(['serve']));
    const second = start(['--json', 'serve']);
    const { url } = JSON.parse(await line(second)) as { url: string };
    expect(await ended(second.child)).toBe(0);
    expect(new URL(url).port).toBe(new URL(first).port);
    expect((await enter(url)).status).toBe(200);
    expect((await enter(first)).status).toBe(200);
  });

  it('serves anew after the first was killed', async () => {
    const first = start(['serve']);
    await line(first);
    await stopped(first.child, 'SIGKILL');
    expect(existsSync(join(folder, 'serving.json'))).toBe(true);
    expect((await enter(await line(start(['serve'])))).status).toBe(200);
  });

  it('takes the port it is told, and says so where another has it', async () => {
    const { port } = new URL(await line(start(['serve'])));
    const other = start(['serve', '--port', port], { HOLDFAST_HOME: mkdtempSync(join(tmpdir(), 'other-')) });
    expect(await ended(other.child)).toBe(1);
    expect(other.err()).toContain(port);
  });

  it.skipIf(process.platform === 'win32')(
    'opens a browser with a link that is in no argument and on no screen',
    async () => {
      const browser = join(folder, 'browser');
      const seen = join(folder, 'seen');
      writeFileSync(
        browser,
        `#!/bin/sh\nprintf '%s\\n' "$@" > '${seen}.arguments'\ncp '${folder}/open.html' '${seen}.part'\nmv '${seen}.part' '${seen}'\n`,
      );
      chmodSync(browser, 0o755);
      const served = start(['serve', '--open'], { HOLDFAST_BROWSER: browser });
      await expect.poll(() => existsSync(seen)).toBe(true);
      const link = /url=(http:[^"]+)"/.exec(readFileSync(seen, 'utf8'))?.[1] ?? '';
      const token = link.split('#t=')[1] ?? 'no token';
      expect(readFileSync(`${seen}.arguments`, 'utf8')).not.toContain(token);
      expect((await enter(link)).status).toBe(200);
      await stopped(served.child);
      expect(served.err()).not.toContain(token);
      expect(existsSync(join(folder, 'open.html'))).toBe(false);
    },
  );

  it.skipIf(process.platform === 'win32')('shows the address where the browser fails', async () => {
    const served = start(['serve', '--open'], { HOLDFAST_BROWSER: '/bin/false' });
    expect((await enter(await line(served))).status).toBe(200);
  });
});
