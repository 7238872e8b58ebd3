import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realWorld } from '../../../core/system/world.ts';
import { startServer } from '../start-server.ts';
import { readWindowFiles } from '../window-files.ts';
import { ask, type Answer } from './ask.ts';
import { makeFakeEngine } from './fake-engine.ts';

/** A server with a small window, an engine that only keeps what it is asked, and a clock that can be moved. */
export async function serveForTest() {
  const folder = mkdtempSync(join(tmpdir(), 'window-'));
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'outside.html'), 'outside');
  writeFileSync(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Holdfast</title>');
  writeFileSync(join(folder, 'renderer', 'secret.html'), '<!doctype html><title>Secret</title>');
  writeFileSync(join(folder, 'renderer', 'assets', 'index-1.js'), 'export {};');
  let moved = 0;
  const engine = makeFakeEngine();
  const server = await startServer({
    engine,
    files: readWindowFiles(join(folder, 'renderer')),
    world: { random: realWorld.random, monotonic: () => moved },
    port: 0,
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const json = { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin' };
  const newToken = (): string => server.newLink().split('#t=')[1] ?? '';
  const enter = async (token = newToken(), headers: Record<string, string> = {}): Promise<Answer> =>
    await ask(server.port, 'POST', '/api/session', { ...json, ...headers }, JSON.stringify({ token }));
  return {
    server,
    engine,
    origin,
    json,
    newToken,
    enter,
    move: (milliseconds: number): void => {
      moved += milliseconds;
    },
    /** Headers of a window that was let in. */
    letIn: async () => {
      const answer = await enter();
      const cookie = String(answer.headers['set-cookie']?.[0]).split(';')[0] ?? '';
      const { csrf } = JSON.parse(answer.text) as { csrf: string };
      return { ...json, cookie, 'x-holdfast-csrf': csrf };
    },
  };
}
