import { readFile } from 'node:fs/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { english } from '../../electron/words/english.ts';
import { isMain, loadedPage } from './launch-stand-in.ts';
import { runningBackup, wellSet } from './set-summary.ts';
import { startShell, type Shell } from './shell-fixture.ts';

let shell: Shell | undefined;
afterEach(async () => {
  await shell?.close();
  shell = undefined;
});

const backingUp = { sets: [wellSet({ state: 'working' })], jobs: [runningBackup()] };

async function startBackingUp(): Promise<Shell> {
  shell = await startShell({ switches: { hidden: '' } });
  shell.engine.state(backingUp);
  await expect.poll(() => shell?.tray.menu?.find('stop')).toBeTruthy();
  return shell;
}

test('started at login it waits in the tray; quitting with nothing to do ends the engine first', async () => {
  shell = await startShell({ switches: { hidden: '' } });
  expect(shell.standIn.windows).toEqual([]);
  expect(shell.standIn.seen.schemes).toEqual(['app']);
  shell.tray.menu?.click('quit');
  await shell.standIn.app.exited;
  await shell.engine.told({ kind: 'stop' });
});

test('quitting while a backup runs asks; cancelled, nothing happens; stopped, it ends cleanly', async () => {
  const { tray, standIn, engine } = await startBackingUp();
  tray.menu?.click('quit');
  expect(await standIn.dialogs.asked()).toMatchObject({
    message: english.quitting.backup,
    buttons: [english.quitting.whenDone, english.quitting.stop, english.quitting.cancel],
    defaultId: 0,
    cancelId: 2,
  });
  standIn.dialogs.answer(english.quitting.cancel);
  tray.menu?.click('stop');
  await engine.told({ call: 'job.cancel' });
  expect(engine.seen.some(({ kind }) => kind === 'stop')).toBe(false);

  tray.menu?.click('quit');
  await standIn.dialogs.asked();
  standIn.dialogs.answer(english.quitting.stop);
  await standIn.app.exited;
  await engine.told({ kind: 'stop' });
});

test('quit when it is done waits for the end of the backup', async () => {
  const { tray, standIn, engine } = await startBackingUp();
  tray.menu?.click('quit');
  await standIn.dialogs.asked();
  standIn.dialogs.answer(english.quitting.whenDone);
  engine.state({ sets: [wellSet()], jobs: [runningBackup({ state: 'done', endedAt: 1 })] });
  await standIn.app.exited;
  await engine.told({ kind: 'stop' });
});

test('a computer that shuts down is not asked', async () => {
  const { standIn } = await startBackingUp();
  standIn.seen.powerMonitor.emit('shutdown');
  await standIn.app.exited;
  expect(standIn.dialogs.questions).toEqual([]);
});

test('an engine that falls is started again and hears what it must know; one that keeps falling is a question', async () => {
  shell = await startShell({ switches: { hidden: '' } });
  const { engine, standIn } = shell;
  for (let start = 2; start <= 4; start += 1) {
    engine.die();
    await engine.until(({ starts }) => starts.length === start);
    await engine.told({ fact: { kind: 'network', metered: null, online: true } });
  }
  engine.die();
  expect((await standIn.dialogs.asked()).message).toBe(english.engineFell.title);
  expect(engine.starts).toHaveLength(4);
  standIn.dialogs.answer(english.engineFell.again);
  await engine.until(({ starts }) => starts.length === 5);
});

test('an engine that fell for good in the middle of a backup keeps nobody from quitting', async () => {
  const { engine, standIn } = await startBackingUp();
  for (let start = 2; start <= 4; start += 1) {
    engine.die();
    await engine.until(({ starts }) => starts.length === start);
  }
  engine.die();
  expect((await standIn.dialogs.asked()).message).toBe(english.engineFell.title);
  standIn.dialogs.answer(english.engineFell.quit);
  await standIn.app.exited;
  expect(standIn.dialogs.questions).toEqual([]);
});

test('a page that crashed is loaded again, a few times', async () => {
  shell = await startShell();
  const { standIn } = shell;
  for (let crash = 1; crash <= 3; crash += 1) {
    const page = await loadedPage(standIn, isMain);
    await page.goto('chrome://crash').catch(() => undefined);
    await expect.poll(() => standIn.windows[0]?.webContents.pageNow() ?? page).not.toBe(page);
  }
  const page = await loadedPage(standIn, isMain);
  await page.goto('chrome://crash').catch(() => undefined);
  await expect.poll(() => standIn.windows).toEqual([]);
  shell.tray.menu?.click('open');
  expect(await (await loadedPage(standIn, isMain)).title()).toBe('Test page');
});

test('notifications that the desktop refuses disturb nobody', async () => {
  shell = await startShell({ switches: { hidden: '' }, notificationsFail: true });
  const notice = {
    id: 'x',
    at: 0,
    set: null,
    urgency: 'normal',
    kind: 'clock',
    figures: {},
    words: 'w',
    error: null,
    screen: 'home',
  } as const;
  shell.engine.say({ kind: 'wish', wish: { kind: 'notify', notice } });
  shell.engine.say({ kind: 'wish', wish: { kind: 'notify', notice } });
  await expect.poll(() => shell?.notifications.map(({ state }) => state)).toEqual(['failed', 'failed']);
});

test.runIf(process.platform === 'linux')(
  'start at login is a file of the desktop’s, and its end',
  async () => {
    const configuration = await mkdtemp(join(tmpdir(), 'holdfast-config-'));
    shell = await startShell({ switches: { hidden: '' }, env: { XDG_CONFIG_HOME: configuration } });
    const file = join(configuration, 'autostart', 'holdfast.desktop');
    const read = (): Promise<string> => readFile(file, 'utf8').catch(() => 'none');
    shell.engine.say({ kind: 'wish', wish: { kind: 'start-at-login', on: true } });
    await expect
      .poll(read)
      .toMatch(/^\[Desktop Entry\]\nType=Application\n(.|\n)*Exec="[^"]+" "[^"]+" "--hidden"\n/);
    shell.engine.say({ kind: 'wish', wish: { kind: 'start-at-login', on: false } });
    await expect.poll(read).toBe('none');
    await rm(configuration, { recursive: true, force: true });
  },
);

test('a program that cannot start says so and ends, instead of running on unseen', async () => {
  shell = await startShell({ trayFails: true, switches: { hidden: '' } });
  await shell.standIn.app.exited;
  expect(shell.standIn.dialogs.errors).toEqual([
    expect.stringMatching(/^Holdfast cannot start: (.|\n)*there can be no tray here$/),
  ]);
});

test('where its folder cannot be made it says so as well', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-shell-'));
  await writeFile(join(folder, 'taken'), '');
  shell = await startShell({ appFolder: join(folder, 'taken'), switches: { hidden: '' }, second: true });
  await shell.standIn.app.exited;
  expect(shell.standIn.dialogs.errors).toEqual([
    expect.stringMatching(/^Holdfast cannot start: (.|\n)*taken/),
  ]);
  expect(shell.standIn.trays).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});
