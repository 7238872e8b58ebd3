import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';
import { ask, askRaw } from './testing/ask.ts';
import { serveForTest } from './testing/served.ts';
import { mostAttempts, attemptWindowMs } from './attempt-limit.ts';
import { linkLifeMs } from './links.ts';
import { sessionIdleMs } from './sessions.ts';

ownTemporaryFolder();

type Served = Awaited<ReturnType<typeof serveForTest>>;
let served: Served;
let port: number;
beforeEach(async () => {
  served = await serveForTest();
  port = served.server.port;
});
afterEach(async () => await served.server.close());

const state = '/api/call/app.state';

describe('where it listens', () => {
  it('is this computer only', () => {
    expect(served.server.addresses).toContain('127.0.0.1');
    expect(served.server.addresses.filter((address) => address !== '127.0.0.1' && address !== '::1')).toEqual(
      [],
    );
  });

  it('no other address of this computer answers', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address);
    const tries = [...others, '127.0.0.2'].map(
      (host) =>
        new Promise<string>((resolve) => {
          const socket = connect(port, host, () => resolve(`${host} answers`));
          socket.on('error', () => resolve('refused'));
        }),
    );
    expect(new Set(await Promise.all(tries))).toEqual(new Set(['refused']));
  });
});

describe('Host', () => {
  const asHost = (host: string): string => `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('%s is ours', async (name) => {
    expect(await askRaw(port, asHost(`${name}:${port}`))).toMatch(/^HTTP\/1.1 200/);
  });

  it.each([
    'evil.example',
    'localhost',
    '127.0.0.1',
    'localhost.:PORT',
    '127.0.0.1.evil.example:PORT',
    'evil.example:PORT',
    '127.0.0.1:1',
    '127.0.0.2:PORT',
    '0.0.0.0:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    '[::]:PORT',
    '[::ffff:127.0.0.1]:PORT',
    '127.0.0.1:PORT@evil.example',
    '',
  ])('"%s" is not', async (name) => {
    const answer = await askRaw(port, asHost(name.replace('PORT', String(port))));
    expect(answer).toMatch(/^HTTP\/1.1 403/);
    expect(answer).not.toContain('<title>');
  });

  it('two of them are none', async () => {
    const two = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    expect(await askRaw(port, two)).toMatch(/^HTTP\/1.1 403/);
  });

  it('none is refused, by HTTP 1.0 too', async () => {
    expect(await askRaw(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
    expect(await askRaw(port, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 403/);
  });

  it('an address that names another server is refused', async () => {
    const text = `GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
    expect(await askRaw(port, text)).toMatch(/^HTTP\/1.1 400/);
  });

  it('comes before everything: a rebound page with a good cookie is told nothing', async () => {
    const headers = await served.letIn();
    const host = `evil.example:${port}`;
    const answer = await ask(port, 'POST', state, { ...headers, host, origin: `http://${host}` }, '{}');
    expect(answer.status).toBe(403);
    expect(served.engine.asked).toEqual([]);
  });
});

describe('a link', () => {
  it('lets one browser in', async () => {
    const answer = await served.enter();
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^holdfast-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    expect(JSON.parse(answer.text)).toEqual({ csrf: expect.stringMatching(/^[\w-]{43}$/) as string });
  });

  it('has 256 bits, behind #', () => {
    expect(served.server.newLink()).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/#t=[\\w-]{43}$`));
  });

  it('is good once', async () => {
    const token = served.newToken();
    expect((await served.enter(token)).status).toBe(200);
    const again = await served.enter(token);
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('is good for a minute', async () => {
    const token = served.newToken();
    served.move(linkLifeMs - 1);
    const other = served.newToken();
    expect((await served.enter(token)).status).toBe(200);
    served.move(linkLifeMs);
    expect((await served.enter(other)).status).toBe(401);
  });

  it.each(['', 'x', 'x'.repeat(43), 'x'.repeat(100)])('"%s" is none', async (token) => {
    expect((await served.enter(token)).status).toBe(401);
  });

  it.each(['null', '[]', '{}', '{"token":1}', '"text"'])('%s carries none', async (body) => {
    expect((await ask(port, 'POST', '/api/session', served.json, body)).status).toBe(401);
  });

  it('cannot be guessed at leisure, and a minute later the owner gets in', async () => {
    for (let count = 0; count < mostAttempts; count += 1) await served.enter('x'.repeat(43));
    const refused = await served.enter();
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    served.move(attemptWindowMs);
    expect((await served.enter()).status).toBe(200);
  });

  it('wrong tokens of a foreign page do not keep the owner out', async () => {
    for (let count = 0; count < mostAttempts; count += 1)
      await served.enter('x'.repeat(43), { origin: 'http://evil.example' });
    expect((await served.enter()).status).toBe(200);
  });

  it('of a foreign page is not taken', async () => {
    const token = served.newToken();
    expect((await served.enter(token, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await served.enter(token)).status).toBe(200);
  });
});

describe('a call', () => {
  const call = async (change: Record<string, string | undefined>, path = state, body = '{}') => {
    const headers: Record<string, string | undefined> = { ...(await served.letIn()), ...change };
    const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    return await ask(port, 'POST', path, given as Record<string, string>, body);
  };

  it('of the window reaches the engine, as one of loopback', async () => {
    const answer = await call({}, state, '{"a":1}');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ ok: true, value: { a: 1 } });
    expect(served.engine.asked).toEqual(['loopback app.state']);
  });

  it('may come by the name localhost, if all of it does', async () => {
    const host = `localhost:${port}`;
    expect((await call({ host, origin: `http://${host}` })).status).toBe(200);
    expect((await call({ host })).status).toBe(403);
  });

  it('of an older browser without Sec-Fetch-Site is judged by the rest', async () => {
    expect((await call({ 'sec-fetch-site': undefined })).status).toBe(200);
  });

  it.each([
    ['no cookie', { cookie: undefined }, 401],
    ['a wrong cookie', { cookie: 'holdfast-PORT=x' }, 401],
    ['a cookie of another port', { cookie: 'holdfast-1=x' }, 401],
    ['two cookies', { cookie: 'holdfast-PORT=x; holdfast-PORT=y' }, 401],
    ['no CSRF value', { 'x-holdfast-csrf': undefined }, 403],
    ['a wrong CSRF value', { 'x-holdfast-csrf': 'x' }, 403],
    ['no Origin', { origin: undefined }, 403],
    ['a foreign Origin', { origin: 'http://evil.example' }, 403],
    ['Origin null', { origin: 'null' }, 403],
    ['the Origin of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['https in Origin', { origin: 'https://127.0.0.1:PORT' }, 403],
    ['Sec-Fetch-Site same-site', { 'sec-fetch-site': 'same-site' }, 403],
    ['Sec-Fetch-Site cross-site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['Sec-Fetch-Site none', { 'sec-fetch-site': 'none' }, 403],
    ['no content type', { 'content-type': undefined }, 415],
    ['text', { 'content-type': 'text/plain' }, 415],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text that names JSON', { 'content-type': 'text/plain; application/json' }, 415],
  ])('with %s is refused', async (_what, change: Record<string, string | undefined>, status) => {
    const filled = Object.fromEntries(
      Object.entries(change).map(([name, value]) => [name, value?.replaceAll('PORT', String(port))]),
    );
    expect((await call(filled)).status).toBe(status);
    expect(served.engine.asked).toEqual([]);
  });

  it("with another session's CSRF value is refused", async () => {
    const other = await served.letIn();
    expect((await call({ 'x-holdfast-csrf': other['x-holdfast-csrf'] })).status).toBe(403);
  });

  it('after an idle session is refused', async () => {
    const headers = await served.letIn();
    served.move(sessionIdleMs - 1);
    expect((await ask(port, 'POST', state, headers, '{}')).status).toBe(200);
    served.move(sessionIdleMs - 1);
    expect((await ask(port, 'POST', state, headers, '{}')).status).toBe(200);
    served.move(sessionIdleMs);
    expect((await ask(port, 'POST', state, headers, '{}')).status).toBe(401);
  });

  it.each(['{', '', 'undefined'])('whose body is "%s" is refused', async (body) => {
    expect((await call({}, state, body)).status).toBe(400);
    expect(served.engine.asked).toEqual([]);
  });

  it('with too large a body is refused, announced or not', async () => {
    const large = JSON.stringify('x'.repeat(5 * 1024 * 1024));
    expect((await call({ 'content-length': String(large.length) }, state, '')).status).toBe(413);
    const headers = await served.letIn();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const raw = `POST ${state} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines.join('')}Transfer-Encoding: chunked\r\n\r\n500000\r\n${large}`;
    expect(await askRaw(port, raw).catch(() => 'HTTP/1.1 413')).toMatch(/^HTTP\/1.1 413/);
    expect(served.engine.asked).toEqual([]);
  });

  it.each([
    '/api/call/nothing',
    '/api/call/toString',
    '/api/call/__proto__',
    '/api/call/secret.give',
    '/api/secret/app.state',
    '/api/call/app.state/more',
    '/api/call/app.state?x=1',
    '/api/',
    '/api/other',
  ])('%s is none', async (path) => {
    expect((await call({}, path)).status).toBe(404);
    expect(served.engine.asked).toEqual([]);
  });

  it('of a secret window goes to that door only, and its answer is kept nowhere', async () => {
    const body = JSON.stringify({ request: 'r'.repeat(22) });
    const answer = await call({}, '/api/secret/secret.form', body);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(served.engine.asked).toEqual(['secret secret.form']);
  });
});

describe('methods', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    'a call cannot be made by %s, and nothing of it is answered',
    async (method) => {
      const headers = await served.letIn();
      for (const path of [state, '/api/secret/secret.form', '/api/session', '/api/link']) {
        const answer = await ask(port, method, path, headers);
        expect(answer.status).toBe(405);
        expect(answer.headers.allow).toBe('POST');
      }
      expect(served.engine.asked).toEqual([]);
    },
  );

  it('CONNECT and an upgrade lead nowhere', async () => {
    const headers = await served.letIn();
    const host = `Host: 127.0.0.1:${port}\r\n`;
    expect(await askRaw(port, `CONNECT evil.example:80 HTTP/1.1\r\n${host}\r\n`)).not.toContain('200');
    const upgrade = `GET /api/events HTTP/1.1\r\n${host}Cookie: ${headers.cookie}\r\nOrigin: http://evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n\r\n`;
    expect(await askRaw(port, upgrade)).toMatch(/^HTTP\/1.1 403/);
  });

  it('pages come by GET and HEAD alone', async () => {
    const head = await ask(port, 'HEAD', '/');
    expect([head.status, head.text]).toEqual([200, '']);
    for (const method of ['POST', 'PUT', 'OPTIONS']) {
      const answer = await ask(port, method, '/', { origin: 'http://evil.example' });
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
    }
  });
});

describe('pages', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/secret.html', 'text/html; charset=utf-8'],
    ['/assets/index-1.js', 'text/javascript; charset=utf-8'],
  ])('%s comes without a cookie', async (path, type) => {
    const answer = await ask(port, 'GET', path);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, type]);
  });

  it.each([
    '/../outside.html',
    '/assets/../../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/%252e%252e%252foutside.html',
    '/..\\outside.html',
    '//outside.html',
    '/assets',
    '/assets/',
    '/index.html%00.js',
    '/C:/outside.html',
    '/__proto__',
  ])('%s leads nowhere', async (path) => {
    const answer = await askRaw(
      port,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 404/);
    expect(answer).not.toContain('outside');
  });
});

describe('every answer', () => {
  it.each([
    ['a page', 'GET', '/', {}],
    ['a call that is refused', 'POST', state, { origin: 'http://evil.example' }],
    [
      'a preflight',
      'OPTIONS',
      state,
      { origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    ],
    ['a foreign Host', 'GET', '/', { host: 'evil.example' }],
    ['what is not there', 'GET', '/nothing', { origin: 'http://evil.example' }],
  ])('%s carries the strict headers and nothing of CORS', async (_what, method, path, headers) => {
    const answer = await ask(port, method, path, headers as Record<string, string>);
    const policy = answer.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});
