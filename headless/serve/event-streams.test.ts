import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppState } from '../../core/contract/app.ts';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';
import { ask } from './testing/ask.ts';
import { serveForTest } from './testing/served.ts';

ownTemporaryFolder();

type Served = Awaited<ReturnType<typeof serveForTest>>;
let served: Served;
let port: number;
beforeEach(async () => {
  served = await serveForTest();
  port = served.server.port;
});
afterEach(async () => await served.server.close());

describe('events', () => {
  it.each([
    ['no cookie', { cookie: undefined }, 401],
    ['no Sec-Fetch-Site', { 'sec-fetch-site': undefined }, 403],
    ['Sec-Fetch-Site same-site', { 'sec-fetch-site': 'same-site' }, 403],
    ['Sec-Fetch-Site none', { 'sec-fetch-site': 'none' }, 403],
  ])('with %s are refused', async (_what, change: Record<string, string | undefined>, status) => {
    const headers: Record<string, string | undefined> = { ...(await served.letIn()), ...change };
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    expect((await ask(port, 'GET', '/api/events', given as Record<string, string>)).status).toBe(status);
  });

  it('arrive, the state first, and the engine knows that somebody looks', async () => {
    const headers = await served.letIn();
    const text = await new Promise<string>((resolve, reject) => {
      let got = '';
      const request = get(
        { host: '127.0.0.1', port, path: '/api/events', headers: { ...headers, host: `127.0.0.1:${port}` } },
        (response) => {
          expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
          response.on('data', (piece: Buffer) => {
            got += piece.toString('utf8');
            if (got.includes('event: state') && !got.includes('event: show'))
              served.engine.say({ kind: 'event', name: 'show', payload: { screen: 'restore', set: null } });
            if (!got.includes('event: show')) return;
            request.destroy();
            resolve(got);
          });
        },
      );
      request.on('error', reject);
    });
    expect(text).toContain('event: state\ndata: {}\n\n');
    expect(text).toContain('event: show\ndata: {"screen":"restore","set":null}\n\n');
    expect(served.engine.told[0]).toEqual({ kind: 'visible', visible: true });
  });
});

describe('a window that does not read', () => {
  it('gets the newest state when it reads again, not all that it missed', async () => {
    const headers = await served.letIn();
    const large = 'x'.repeat(200_000);
    const state = (count: number) => ({ version: `${count}`, filler: large }) as unknown as AppState;
    const last = 400;
    const got = await new Promise<string>((resolve, reject) => {
      let text = '';
      const request = get(
        { host: '127.0.0.1', port, path: '/api/events', headers: { ...headers, host: `127.0.0.1:${port}` } },
        (response) => {
          response.pause();
          for (let count = 1; count <= last; count += 1)
            served.engine.say({ kind: 'event', name: 'state', payload: state(count) });
          response.on('data', (piece: Buffer) => {
            text += piece.toString('utf8');
            if (!text.includes(`"version":"${last}"`)) return;
            request.destroy();
            resolve(text);
          });
          response.resume();
        },
      );
      request.on('error', reject);
    });
    expect(got.split('event: state').length - 1).toBeLessThan(last / 4);
  });

  it('is turned away where too many listen already', async () => {
    const headers = { ...(await served.letIn()), host: `127.0.0.1:${port}` };
    const listen = () =>
      new Promise<IncomingMessage>((resolve, reject) => {
        get({ host: '127.0.0.1', port, path: '/api/events', headers, agent: false }, resolve).on(
          'error',
          reject,
        );
      });
    const all = await Promise.all(Array.from({ length: 17 }, listen));
    expect(all.filter(({ statusCode }) => statusCode === 200)).toHaveLength(16);
    expect(all.filter(({ statusCode }) => statusCode === 503)).toHaveLength(1);
    for (const response of all) response.destroy();
  });
});
