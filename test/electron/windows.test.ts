import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { channels } from '../../electron/ipc/channels.ts';
import { isMain, loadedPage } from './launch-stand-in.ts';
import { startShell, type Shell } from './shell-fixture.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await startShell();
});
afterAll(() => shell.close());

const mainWindow = () => shell.standIn.windows.find(isMain)!;

/** In the page, as its own scripts would. */
const call = (page: Page, name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    ([given, argument]) =>
      (
        globalThis as unknown as { holdfast: { call: (name: unknown, input: unknown) => unknown } }
      ).holdfast.call(given, argument),
    [name, input],
  );

const refusalOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'taken',
    (error: unknown) => String(error),
  );

test('the page has the bridge and nothing else of Electron', async () => {
  const seen = await shell.page.evaluate(() => {
    const page = globalThis as unknown as Record<string, object>;
    return {
      bridge: Object.keys(page['holdfast'] ?? {}).toSorted(),
      leaks: ['require', 'process', 'Buffer', 'electron', 'ipcRenderer', 'module', 'holdfastSecret'].filter(
        (name) => name in page,
      ),
    };
  });
  expect(seen).toEqual({ bridge: ['call', 'on', 'openSecretWindow'], leaks: [] });
});

test('a frame in the page has nothing at all', async () => {
  const frame = shell.page.frames().find((each) => each.url().endsWith('/frame.html'));
  expect(frame === undefined || !(await frame.evaluate(() => 'holdfast' in globalThis))).toBe(true);
});

test('a call goes to the engine as it was made, and its answer comes back', async () => {
  await shell.engine.answer('app.logs', [{ at: 1, level: 'info', part: 'x', words: 'hello' }]);
  expect(await call(shell.page, 'app.logs', { level: 'info', limit: 10 })).toEqual({
    ok: true,
    value: [{ at: 1, level: 'info', part: 'x', words: 'hello' }],
  });
  expect(await shell.engine.told({ call: 'app.logs' })).toMatchObject({
    input: { level: 'info', limit: 10 },
    caller: 'ipc',
  });
});

test('a call that the contract does not have ends in the preload', async () => {
  expect(await refusalOf(call(shell.page, 'app.eval', {}))).toContain('No such call');
  expect(await refusalOf(call(shell.page, 'secret.give', {}))).toContain('No such call');
  expect(await refusalOf(call(shell.page, '__proto__', {}))).toContain('No such call');
});

test('what cannot be cloned does not get out of the page', async () => {
  const passed = shell.page.evaluate(() =>
    (
      globalThis as unknown as { holdfast: { call: (name: string, input: unknown) => unknown } }
    ).holdfast.call('app.state', { symbol: Symbol('no') }),
  );
  expect(await refusalOf(passed)).toContain('could not be cloned');
});

test('the engine’s events reach the page, and end when nobody listens any more', async () => {
  const { page, engine } = shell;
  await page.evaluate(() => {
    const target = globalThis as unknown as {
      states: string[];
      end: () => void;
      holdfast: { on: (name: string, listener: (state: { version: string }) => void) => () => void };
    };
    target.states = [];
    target.end = target.holdfast.on('state', (state) => {
      target.states.push(state.version);
      if (state.version === 'two') target.end();
    });
  });
  for (const version of ['one', 'two', 'three']) engine.state({ version });
  engine.say({ kind: 'event', name: 'show', payload: { screen: 'settings', set: null } });
  await page.waitForFunction(() =>
    JSON.stringify((globalThis as unknown as { heard: unknown[] }).heard).includes('settings'),
  );
  expect(await page.evaluate(() => (globalThis as unknown as { states: string[] }).states)).toEqual([
    'one',
    'two',
  ]);
});

test('the window is shut in: sandbox, isolation, no Node, our preload', () => {
  expect(mainWindow().options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  });
  expect(mainWindow().options.webPreferences?.preload).toMatch(/preload\.cjs$/);
});

test.each([
  ['app://holdfast/index.html', 200],
  ['app://holdfast/page.js', 200],
  ['app://holdfast/', 404],
  ['app://holdfast/nothing.html', 404],
  ['app://holdfast/../main.js', 404],
  ['app://holdfast/%2e%2e/main.js', 404],
  ['app://holdfast/..%2fmain.js', 404],
  ['app://holdfast/%2e%2e%2fpreload.cjs', 404],
  ['app://holdfast/..%5cmain.js', 404],
  ['app://holdfast//etc/passwd', 404],
  ['app://holdfast/index.html%00.js', 404],
  ['app://holdfast/%E0%A4%A', 404],
  ['app://somebody/index.html', 404],
  ['app://holdfast:81/index.html', 404],
])('%s answers %i', async (url, status) => {
  expect((await shell.standIn.sessions.defaultSession.load(url)).status).toBe(status);
});

test('nothing but GET', async () => {
  const { defaultSession } = shell.standIn.sessions;
  for (const method of ['POST', 'HEAD', 'PUT', 'DELETE'])
    expect((await defaultSession.load('app://holdfast/index.html', method)).status).toBe(404);
});

test('pages come with a policy that lets them load their own files only', async () => {
  const { headers } = await shell.standIn.sessions.defaultSession.load('app://holdfast/index.html');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self';");
  expect(headers.get('content-security-policy')).toContain("connect-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
});

test('the policy holds in Chromium: no script in the text, no request out', async () => {
  const outcome = await shell.page.evaluate(async () => {
    type Node = { textContent: string };
    const page = globalThis as unknown as {
      document: { createElement: (name: string) => Node; head: { append: (node: Node) => void } };
      injected?: boolean;
    };
    const script = page.document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    page.document.head.append(script);
    const asked = await fetch('https://example.org/').then(
      () => 'answered',
      () => 'refused',
    );
    return { injected: page.injected ?? false, asked };
  });
  expect(outcome).toEqual({ injected: false, asked: 'refused' });
  expect(shell.standIn.sessions.defaultSession.foreignRequests).toEqual([]);
});

test('no frame shows anything but our own files: no PDF out of memory, no page from outside', async () => {
  const refused = await shell.page.evaluate(`new Promise((resolve) => {
    const pdf = URL.createObjectURL(new Blob(['%PDF-1.4'], { type: 'application/pdf' }));
    const addresses = [pdf, 'http://example.org/'];
    const seen = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      seen.push(effectiveDirective + ' ' + blockedURI.split(':')[0]);
      if (seen.length === addresses.length) resolve(seen.toSorted());
    });
    for (const src of addresses) document.body.append(Object.assign(document.createElement('iframe'), { src }));
  })`);
  expect(refused).toEqual(['frame-src blob', 'frame-src http']);
  expect(shell.standIn.sessions.defaultSession.foreignRequests).toEqual([]);
});

test('requests out of the program are cancelled below the pages too', async () => {
  const { standIn } = shell;
  expect(standIn.sessions.defaultSession.lets('https://example.org/')).toBe(false);
  expect(standIn.sessions.defaultSession.lets('file:///etc/passwd')).toBe(false);
  expect(standIn.sessions.defaultSession.lets('app://holdfast/index.html')).toBe(true);
});

test('the page stays where it is', async () => {
  const { webContents } = mainWindow();
  await shell.page.evaluate(() => {
    (globalThis as unknown as { location: { href: string } }).location.href = 'https://example.org/';
  });
  await expect.poll(() => webContents.refused).toContain('https://example.org/');
  expect(shell.page.url()).toContain('/index.html');
});

test('no window is opened; a page of the list opens in the browser of this computer', async () => {
  const { webContents } = mainWindow();
  const opened = await shell.page.evaluate(() => {
    const open = (globalThis as unknown as { open: (url: string, target: string) => unknown }).open;
    open('https://evil.example/', '_blank');
    open('https://help.backblaze.com/hc/en-us', '_blank');
    return true;
  });
  expect(opened).toBe(true);
  await expect
    .poll(() => webContents.refused)
    .toEqual(expect.arrayContaining(['https://evil.example/', 'https://help.backblaze.com/hc/en-us']));
  expect(shell.standIn.seen.openedOutside).toEqual(['https://help.backblaze.com/hc/en-us']);
  expect(shell.standIn.windows).toHaveLength(1);
});

test('no page hands over a file: what is exported, the engine writes', () => {
  let isPrevented = false;
  shell.standIn.sessions.defaultSession.emit('will-download', { preventDefault: () => (isPrevented = true) });
  expect(isPrevented).toBe(true);
});

test('pages may do nothing that has to be asked for', () => {
  const { defaultSession: session } = shell.standIn.sessions;
  const contents = mainWindow().webContents;
  const decided: boolean[] = [];
  for (const permission of [
    'media',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
  ] as const)
    session.permissionRequest?.(
      contents,
      permission as 'media',
      (granted) => decided.push(granted),
      {} as never,
    );
  expect(decided).toEqual([false, false, false, false, false]);
  expect(session.permissionCheck?.(contents, 'media', 'app://holdfast', {} as never)).toBe(false);
  expect(session.devicePermission?.({} as never)).toBe(false);
  expect(session.spellChecker).toBe(false);
});

const ours = 'app://holdfast/index.html';
test.each([
  [
    'a frame in the page',
    { url: ours, parent: { url: ours, parent: null } },
    channels.call,
    'no frame in it',
  ],
  ['a foreign page', { url: 'https://evil.example/', parent: null }, channels.call, 'foreign page'],
  [
    'another page of ours',
    { url: 'app://holdfast/secret.html', parent: null },
    channels.call,
    'foreign page',
  ],
  [
    'a page that looks like ours',
    { url: 'app://holdfast/index.htmlx', parent: null },
    channels.call,
    'foreign',
  ],
  ['a frame that is gone', null, channels.call, 'gone'],
  ['the ordinary window', { url: ours, parent: null }, channels.secretCall, 'only the secret window'],
])('%s is refused', async (_name, frame, channel, why) => {
  const before = shell.engine.seen.length;
  const asked = shell.standIn.ipc.invoke(mainWindow().webContents, frame, channel, ['app.state', {}]);
  expect(await refusalOf(asked)).toContain(why);
  expect(shell.engine.seen.slice(before).filter(({ kind }) => kind !== 'fact')).toEqual([]);
});

test.each([
  ['an unknown channel', 'holdfast:other', ['app.state', {}], 'No handler'],
  ['an unknown call', channels.call, ['app.eval', {}], 'no such call'],
  ['a call of a secret window', channels.call, ['secret.give', {}], 'no such call'],
  ['a request that is none', channels.openSecret, ['../../x'], 'invalid'],
])('%s is refused, whatever a page sends', async (_name, channel, given, why) => {
  const frame = { url: ours, parent: null };
  const asked = shell.standIn.ipc.invoke(mainWindow().webContents, frame, channel, given);
  expect((await refusalOf(asked)).toLowerCase()).toContain(why.toLowerCase());
  expect(shell.standIn.windows).toHaveLength(1);
});

test('the engine is told whether anybody looks', async () => {
  const window = mainWindow();
  window.minimize();
  await shell.engine.told({ fact: { kind: 'visible', visible: false } });
  shell.engine.seen.length = 0;
  window.restore();
  await shell.engine.told({ fact: { kind: 'visible', visible: true } });
});

test('where the window was is remembered; closed, the program goes on; reopened, it hears at once where to lead', async () => {
  mainWindow().close();
  const file = join(shell.appFolder, 'desktop', 'window.json');
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('"maximized":false');
  expect(shell.standIn.windows).toEqual([]);
  shell.standIn.app.emit('activate', {}, false);
  shell.standIn.app.emit('second-instance', {}, [], '/', { screen: 'activity' });
  const page = await loadedPage(shell.standIn, isMain);
  await page.waitForFunction(() =>
    JSON.stringify((globalThis as unknown as { heard?: unknown }).heard).includes('"screen":"activity"'),
  );
});
