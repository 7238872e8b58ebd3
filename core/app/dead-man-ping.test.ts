import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ping } from './dead-man-ping.ts';

let server: Server | undefined;
const asked: string[] = [];

async function serve(answer: RequestListener): Promise<string> {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  asked.length = 0;
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

describe('a ping', () => {
  test('asks the address when all went well and /fail when not', async () => {
    const at = await serve((_, response) => response.end('OK'));
    expect(await ping(`${at}/ping/abc`, true)).toEqual({ sent: true, answered: true });
    await ping(`${at}/ping/abc`, false);
    await ping(`${at}/ping/abc/?rid=7`, false);
    expect(asked).toEqual(['GET /ping/abc', 'GET /ping/abc/fail', 'GET /ping/abc/fail?rid=7']);
  });

  test('that nobody asked for is not sent', async () => {
    expect(await ping(null, true)).toEqual({ sent: false });
  });

  test('that is refused is said, without the address', async () => {
    const at = await serve((_, response) => response.writeHead(404).end());
    const outcome = await ping(`${at}/secret-place`, true);
    expect(outcome).toMatchObject({
      answered: false,
      words: expect.stringMatching(/answered 404/) as unknown,
    });
    expect(JSON.stringify(outcome)).not.toContain('secret-place');
  });

  test('to a server that never answers ends', async () => {
    const at = await serve(() => undefined);
    expect(await ping(at, true, { patienceMs: 50 })).toMatchObject({
      answered: false,
      words: expect.stringMatching(/in time/) as unknown,
    });
  });

  test('ends where the run is stopped, and where nobody is there', async () => {
    const at = await serve(() => undefined);
    expect(await ping(at, true, { signal: AbortSignal.abort() })).toMatchObject({ answered: false });
    server!.close();
    expect(await ping('http://127.0.0.1:1/', true)).toMatchObject({ answered: false });
  });
});
