import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { serveForTest } from '../../headless/serve/testing/served.ts';
import { openChromium } from '../e2e/open-chromium.ts';
import { ownTemporaryFolder } from '../own-temporary-folder.ts';

ownTemporaryFolder();

/** A web server of somebody else, on another port of this computer: to the browser the same site. */
let elsewhere: Server;
let browser: Browser;
let served: Awaited<ReturnType<typeof serveForTest>>;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await openChromium();
  elsewhere = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!doctype html><title>Elsewhere</title>');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await browser.close();
  elsewhere.close();
});

/** A script of the page that is open. */
const run = async <T>(body: string, on: Page = page): Promise<T> =>
  await on.evaluate<T>(`(async () => { ${body} })()`);

/** A browser that was let in, and then looks at a foreign page. */
beforeEach(async () => {
  served = await serveForTest();
  context = await browser.newContext();
  page = await context.newPage();
  await page.goto(`${served.origin}/`);
  const body = JSON.stringify({ token: served.newToken() });
  const status = await run<number>(
    `const headers = { 'content-type': 'application/json' };
     return (await fetch('/api/session', { method: 'POST', headers, body: '${body}' })).status;`,
  );
  expect(status).toBe(200);
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
});
afterEach(async () => {
  await context.close();
  await served.server.close();
});

const ours = (path: string): string => `${served.origin}${path}`;
const state = '/api/call/app.state';

it.each([
  ['plain', 'no-cors', 'text/plain'],
  ['with JSON', 'cors', 'application/json'],
])('a POST %s reaches no engine and reads nothing', async (_what, mode, type) => {
  const asked = page.waitForRequest(ours(state));
  const got = await run<string>(
    `const headers = { 'content-type': '${type}' };
     const all = { method: 'POST', mode: '${mode}', credentials: 'include', headers, body: '{}' };
     try {
       const answer = await fetch('${ours(state)}', all);
       return answer.status + ' ' + (await answer.text());
     } catch { return 'refused'; }`,
  );
  await asked;
  expect(got).toBe('refused');
  expect(served.engine.asked).toEqual([]);
});

it('a form that is sent leads to a refusal, although the cookie goes along', async () => {
  await page.setContent(
    `<form method="post" enctype="text/plain" action="${ours(state)}"><input name='{"a' value='b"}'><button>Go</button></form>`,
  );
  const [answer] = await Promise.all([page.waitForResponse(ours(state)), page.click('button')]);
  expect((await answer.request().allHeaders())['cookie']).toContain('holdfast-');
  expect(answer.status()).toBe(403);
  expect(served.engine.asked).toEqual([]);
});

it('events are not told to it', async () => {
  const got = await run<string>(
    `return await new Promise((resolve) => {
       const source = new EventSource('${ours('/api/events')}', { withCredentials: true });
       source.onopen = () => resolve('open');
       source.onerror = () => resolve('refused');
     });`,
  );
  expect(got).toBe('refused');
  expect(served.engine.asked).toEqual([]);
});

it.each(['/', '/secret.html'])('%s cannot be framed', async (path) => {
  const answer = page.waitForResponse(ours(path));
  await page.setContent(`<iframe src="${ours(path)}"></iframe>`);
  await answer;
  const framed = (): string | undefined =>
    page
      .frames()
      .find((each) => each !== page.mainFrame())
      ?.url();
  await expect.poll(framed).toMatch(/^chrome-error:/);
});

it('a file of the window cannot be loaded as its script', async () => {
  const got = await run<string>(
    `return await new Promise((resolve) => {
       const script = document.createElement('script');
       script.onload = () => resolve('loaded');
       script.onerror = () => resolve('refused');
       script.src = '${ours('/assets/index-1.js')}';
       document.head.append(script);
     });`,
  );
  expect(got).toBe('refused');
});

it('a window that it opens is out of its reach', async () => {
  const opening = context.waitForEvent('page');
  await run(`window.other = window.open('${ours('/')}');`);
  const opened = await opening;
  await opened.waitForURL(ours('/'));
  // The page that opened it hears of that in its own process.
  await expect.poll(() => run(`return window.other.closed;`)).toBe(true);
  expect(await run(`return window.opener === null;`, opened)).toBe(true);
});

it('a name that was pointed at this computer gets nothing (DNS rebinding)', async () => {
  const rebound = await openChromium(['--host-resolver-rules=MAP evil.example 127.0.0.1']);
  const other = await rebound.newPage();
  const answer = await other.goto(`http://evil.example:${served.server.port}/`);
  expect(answer?.status()).toBe(403);
  const status = await run<number>(
    `const headers = { 'content-type': 'application/json' };
     return (await fetch('${state}', { method: 'POST', headers, body: '{}' })).status;`,
    other,
  );
  expect(status).toBe(403);
  expect(served.engine.asked).toEqual([]);
  await rebound.close();
});
