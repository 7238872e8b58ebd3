import { writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ownFolder } from './stand-in/built-shell.ts';
import { installShell } from './stand-in/electron-module.ts';
import { StandIn } from './stand-in/stand-in.ts';

const started: { readonly standIn: StandIn; readonly folder: string }[] = [];
afterEach(async () => {
  for (const { standIn, folder } of started.splice(0)) {
    await standIn.kill();
    await rm(folder, { recursive: true, force: true });
  }
});

/** A main file of a few lines, on the stand-in. */
async function run(main: string, patienceMs?: number): Promise<StandIn> {
  const folder = await ownFolder('order-');
  const shell = await ownFolder('order-shell-');
  const installed = await installShell({ shell, renderer: shell, engineThread: null, into: folder });
  await rm(shell, { recursive: true, force: true });
  await writeFile(join(installed, 'main.js'), main);
  const standIn = new StandIn({
    top: folder,
    locale: 'en',
    switches: {},
    browser: {},
    notificationsFail: false,
  });
  started.push({ standIn, folder });
  await standIn.run(join(installed, 'main.js'), patienceMs);
  return standIn;
}

const imports =
  "import { app, BrowserWindow, Tray, nativeImage, session, protocol, screen, dialog } from 'electron';\n";

test('a main that waits for ready at its top level hangs in Electron, so it fails here', async () => {
  await expect(run(`${imports}await app.whenReady();`, 300)).rejects.toThrow('never ran to its end');
});

test.each([
  ['a window', 'new BrowserWindow({})'],
  ['a tray', "new Tray(nativeImage.createFromPath('x.png'))"],
  ['a session', 'session.defaultSession'],
  ['a partition', "session.fromPartition('x')"],
  ['a screen', 'screen.getPrimaryDisplay()'],
  ['a language', 'app.getLocale()'],
  ['a dialog', "dialog.showMessageBox({ message: 'x' })"],
])('%s before ready throws', async (_name, code) => {
  await expect(run(`${imports}${code};`)).rejects.toThrow('before the app is ready');
});

test('a scheme after ready throws: it would have no origin of its own', async () => {
  const standIn = await run(
    `${imports}app.whenReady().then(() => protocol.registerSchemesAsPrivileged([{ scheme: 'app' }]))
      .catch((error) => app.emit('test-failed', String(error)));
    app.on('test-failed', (error) => { globalThis.standInError = error; });`,
  );
  await expect
    .poll(() => (globalThis as { standInError?: string }).standInError)
    .toContain('must be called before');
  expect(standIn.seen.schemes).toEqual([]);
});

test('what the stand-in does not have is missed when it is loaded, not when it is used', async () => {
  await expect(run("import { systemPreferences } from 'electron';").then(() => 'ran')).rejects.toThrow(
    'systemPreferences',
  );
});
