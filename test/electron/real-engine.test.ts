import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bridge, SecretBridge } from '../../core/contract/bridge.ts';
import type { AppState } from '../../core/contract/app.ts';
import type { Reply } from '../../core/contract/error-shape.ts';
import { launchElectron, whyNoElectron, type RunningShell } from './launch-electron.ts';
import { launchStandIn } from './launch-stand-in.ts';

type Page = { readonly holdfast: Bridge; readonly holdfastSecret: SecretBridge };

const reason = whyNoElectron();
if (reason !== null) process.stderr.write(`SKIPPED the shell in the real Electron: ${reason}.\n`);

/** Pages of the real window where they are built, else ones that show nothing; the bridge is the same. */
const built = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const renderer = existsSync(join(built, 'index.html'))
  ? built
  : fileURLToPath(new URL('./pages', import.meta.url));

describe.each([
  ['the stand-in', null, (options: Options) => launchStandIn({ ...options, renderer })],
  ['the real Electron', reason, launchElectron],
] as const)('main, preload and engine on %s', (_name, why, launch) => {
  let appFolder: string;
  let shell: RunningShell;
  beforeAll(async () => {
    if (why !== null) return;
    appFolder = await mkdtemp(join(tmpdir(), 'holdfast-real-'));
    shell = await launch({ appFolder, env: { HOLDFAST_KEYCHAIN: 'off' } });
  });
  afterAll(async () => {
    if (why !== null) return;
    await shell.close();
    await rm(appFolder, { recursive: true, force: true, maxRetries: 10 });
  });

  const state = (): Promise<Reply<AppState>> =>
    shell.page.evaluate(() => (globalThis as unknown as Page).holdfast.call('app.state', {}));

  test.skipIf(why !== null)('the engine answers the window', async () => {
    expect(await state()).toMatchObject({ ok: true, value: { shell: 'electron', sets: [] } });
  });

  test.skipIf(why !== null)('inputs are checked on the engine’s side', async () => {
    const reply = await shell.page.evaluate(() =>
      (globalThis as unknown as Page).holdfast.call('set.overview', { set: '../../etc' }),
    );
    expect(reply).toMatchObject({ ok: false, error: { code: 'request-invalid' } });
  });

  test.skipIf(why !== null)('the page can reach nothing but its bridge, and goes nowhere', async () => {
    const seen = await shell.page.evaluate(async () => {
      const page = globalThis as unknown as Record<string, unknown> & { location: { href: string } };
      page.location.href = 'https://example.org/';
      return {
        leaks: ['require', 'process', 'Buffer', 'module', 'holdfastSecret'].filter((name) => name in page),
        fetched: await fetch('https://example.org/').then(
          () => true,
          () => false,
        ),
      };
    });
    expect(seen).toEqual({ leaks: [], fetched: false });
    expect((await state()).ok).toBe(true);
  });

  test.skipIf(why !== null)(
    'a secret asked for has a window of its own; closed, the ordinary one is told',
    async () => {
      const reply = await shell.page.evaluate(() =>
        (globalThis as unknown as Page).holdfast.call('secret.request', {
          purpose: 'mail-password',
          set: null,
        }),
      );
      const request = reply.ok ? reply.value.request : '';
      await shell.page.evaluate(
        (given) => (globalThis as unknown as Page).holdfast.openSecretWindow(given),
        request,
      );
      const secret = await shell.secretPage();
      const form = await secret.evaluate(
        (given) => (globalThis as unknown as Page).holdfastSecret.call('secret.form', { request: given }),
        request,
      );
      expect(form).toMatchObject({ ok: true, value: { purpose: 'mail-password', step: 'password' } });
      const outcome = shell.page.evaluate(
        (given) => (globalThis as unknown as Page).holdfast.call('secret.outcome', { request: given }),
        request,
      );
      await secret
        .evaluate(() => (globalThis as unknown as { close: () => void }).close())
        .catch(() => undefined);
      expect(await outcome).toEqual({ ok: true, value: { outcome: 'closed' } });
    },
  );
});

type Options = { readonly appFolder: string; readonly env: Readonly<Record<string, string>> };
