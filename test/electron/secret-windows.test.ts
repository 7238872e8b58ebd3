import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { channels } from '../../electron/ipc/channels.ts';
import { isMain } from './launch-stand-in.ts';
import { startShell, type Shell } from './shell-fixture.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await startShell({ locale: 'de-AT' });
});
afterAll(() => shell.close());

async function openSecret(): Promise<{ readonly page: Page; readonly request: string }> {
  const request = randomBytes(24).toString('base64url');
  await shell.page.evaluate(
    (given) =>
      (
        globalThis as unknown as { holdfast: { openSecretWindow: (request: string) => void } }
      ).holdfast.openSecretWindow(given),
    request,
  );
  return { page: await shell.secretPage(), request };
}

const secretWindow = () => shell.standIn.windows.find((window) => !isMain(window))!;

const give = (page: Page, call: string, input: unknown): Promise<unknown> =>
  page
    .evaluate(
      ([name, given]) =>
        (
          globalThis as unknown as { holdfastSecret: { call: (call: unknown, input: unknown) => unknown } }
        ).holdfastSecret.call(name, given),
      [call, input],
    )
    .catch((error: unknown) => `refused: ${String(error)}`);

test('a secret window: its own bridge, a session in memory, not on screenshots, gone with the end of its request', async () => {
  const { page, request } = await openSecret();
  const window = secretWindow();
  expect(new URL(page.url()).hash).toBe(`#r=${request}`);
  expect(new URL(page.url()).searchParams.get('lang')).toBe('de');
  expect(window.contentProtection).toBe(true);
  expect(window.options.webPreferences?.partition).not.toMatch(/^persist:/);
  expect(window.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true });
  const session = window.webContents.session;
  expect(session).not.toBe(shell.standIn.sessions.defaultSession);
  expect(session.permissionCheck?.(null, 'media', '', {} as never)).toBe(false);
  expect(
    await page.evaluate(() => ['holdfast', 'require', 'process'].filter((name) => name in globalThis)),
  ).toEqual([]);

  await shell.engine.answer('secret.give', { step: 'done' });
  expect(await give(page, 'secret.give', { request, values: { key: 'sesame' } })).toEqual({
    ok: true,
    value: { step: 'done' },
  });
  expect(await shell.engine.told({ kind: 'secret-call', call: 'secret.give' })).toMatchObject({
    input: { request, values: { key: 'sesame' } },
  });

  const closed = once(shell.standIn, 'window-closed');
  await page.evaluate(() => (globalThis as unknown as { close: () => void }).close()).catch(() => undefined);
  await closed;
  await shell.engine.told({ kind: 'secret-call', call: 'secret.close', input: { request } });
  expect(shell.standIn.windows.every(isMain)).toBe(true);
});

test('it may speak of its own request only, and make no other call', async () => {
  const { page, request } = await openSecret();
  const other = randomBytes(24).toString('base64url');
  expect(await give(page, 'secret.give', { request: other, values: {} })).toContain('another request');
  expect(await give(page, 'secret.form', null)).toContain('another request');
  expect(await give(page, 'app.state', {})).toContain('No such call');
  const { webContents } = secretWindow();
  const frame = { url: 'app://holdfast/secret.html', parent: null };
  const ask = (channel: string, given: readonly unknown[]): Promise<unknown> =>
    shell.standIn.ipc.invoke(webContents, frame, channel, given).catch(String);
  expect(await ask(channels.call, ['app.state', {}])).toContain('only the main window');
  expect(await ask(channels.openSecret, [other])).toContain('only the main window');
  expect(await ask(channels.secretCall, ['app.state', { request }])).toContain('no such call');
  const inside = { url: 'app://holdfast/secret.html', parent: frame };
  expect(
    await shell.standIn.ipc
      .invoke(webContents, inside, channels.secretCall, ['secret.form', { request }])
      .catch(String),
  ).toContain('no frame in it');

  const closed = once(shell.standIn, 'window-closed');
  await give(page, 'secret.close', { request });
  await closed;
});

test('one window for a request, however often it is asked for; a crash ends it', async () => {
  const { request } = await openSecret();
  await shell.page.evaluate(
    (given) =>
      (
        globalThis as unknown as { holdfast: { openSecretWindow: (request: string) => void } }
      ).holdfast.openSecretWindow(given),
    request,
  );
  await shell.page.evaluate(() =>
    (
      globalThis as unknown as { holdfast: { call: (call: string, input: unknown) => unknown } }
    ).holdfast.call('app.state', {}),
  );
  expect(shell.standIn.windows).toHaveLength(2);
  const closed = once(shell.standIn, 'window-closed');
  secretWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
  await closed;
  await shell.engine.told({ kind: 'secret-call', call: 'secret.close', input: { request } });
});
