import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { trayShapes } from '../../electron/tray/tray-view.ts';
import { isMain } from './launch-stand-in.ts';
import { runningBackup, wellSet } from './set-summary.ts';
import { startShell, type Shell } from './shell-fixture.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await startShell();
  shell.engine.state({ sets: [wellSet()] });
  await vi.waitFor(() => expect(shell.tray.tooltip).toContain('Last good backup'), 60_000);
});
afterAll(() => shell.close());

const labels = (): readonly string[] =>
  (shell.tray.menu?.items ?? []).map(
    ({ label, type, enabled }) => `${type === 'separator' ? '—' : label}${enabled ? '' : ' (grey)'}`,
  );

test('the menu has everything, the state first', () => {
  expect(labels()).toEqual([
    'Everything is protected until 21 December 2026 (grey)',
    '—',
    'Back up now',
    'Pause',
    '—',
    'Open Holdfast',
    'Restore…',
    '—',
    'Quit Holdfast',
  ]);
  expect(shell.tray.menu?.find('pause')?.submenu?.items.map(({ label }) => label)).toEqual([
    'For 1 hour',
    'Until tomorrow',
  ]);
  expect(shell.tray.tooltip).toMatch(/^Last good backup 2 h ago(, protected until 21 Dec)?$/);
});

test('every state has its picture, small and large', () => {
  const names = trayShapes.flatMap((shape) => [`${shape}.png`, `${shape}@2x.png`, `${shape}Template.png`]);
  expect(names.filter((name) => !existsSync(new URL(`../../assets/tray/${name}`, import.meta.url)))).toEqual(
    [],
  );
  expect(shell.tray.picture.path).toMatch(/protected\.png$/);
  expect(shell.tray.picture.isEmpty()).toBe(false);
});

test('the rows ask the engine', async () => {
  const { engine, tray } = shell;
  tray.menu?.click('back-up');
  await engine.told({ call: 'job.start', input: { set: 'main', kind: 'backup' }, caller: 'ipc' });
  tray.menu?.click('pause-hour');
  await engine.told({ call: 'set.pause', input: { set: null, how: 'hour' } });
  tray.menu?.click('pause-tomorrow');
  await engine.told({ call: 'set.pause', input: { set: null, how: 'tomorrow' } });

  engine.state({ sets: [wellSet({ state: 'working' })], jobs: [runningBackup()] });
  await expect.poll(() => tray.menu?.find('stop')?.label).toBe('Stop');
  expect(tray.picture.path).toMatch(/working\.png$/);
  tray.menu?.click('stop');
  await engine.told({ call: 'job.cancel', input: { job: 'job-1' } });

  engine.state({ sets: [wellSet({ state: 'paused', pausedUntil: Date.now() + 3_600_000 })] });
  await expect.poll(() => tray.menu?.find('go-on')?.label).toBe('Resume backups');
  tray.menu?.click('go-on');
  await engine.told({ call: 'set.pause', input: { set: null, how: 'off' } });
});

test('the language of the settings is the tray’s too', async () => {
  const settings = {
    language: 'de',
    theme: 'dark',
    startAtLogin: false,
    notify: { trouble: true, success: false },
    mail: null,
    webhook: null,
    reports: 'trouble',
  } as const;
  shell.engine.state({ sets: [wellSet()], settings });
  await expect.poll(() => labels()[0]).toBe('Alles ist geschützt bis 21. Dezember 2026 (grey)');
  expect(shell.standIn.menu.application?.items.map(({ label }) => label)).toContain('Datei');
  expect(shell.standIn.seen.nativeTheme.themeSource).toBe('dark');
  shell.engine.state({ sets: [wellSet()] });
  await expect.poll(() => labels()[0]).toContain('Everything');
});

const heard = async (screen: string, set: string | null): Promise<void> => {
  const wanted = JSON.stringify({ screen, set });
  await shell.page.waitForFunction(
    (given) => JSON.stringify((globalThis as unknown as { heard: unknown[] }).heard.at(-1)) === given,
    wanted,
  );
};

test('the tray leads to a screen that it names; who only wants the window keeps what he does in it', async () => {
  shell.tray.menu?.click('restore');
  await heard('restore', null);
  const window = shell.standIn.windows.find(isMain)!;
  const wants = [
    () => shell.tray.emit('click'),
    () => shell.tray.menu?.click('open'),
    () => shell.standIn.app.emit('second-instance', {}, [], '/', {}),
    // Not believed, either.
    () => shell.standIn.app.emit('second-instance', {}, [], '/', { screen: '../../etc' }),
  ];
  for (const want of wants) {
    window.minimize();
    want();
    expect(window.isMinimized()).toBe(false);
  }
  shell.standIn.app.emit('second-instance', {}, [], '/', { screen: 'settings' });
  await heard('settings', null);
  expect(await shell.page.evaluate<string[]>('heard.map(({ screen }) => screen)')).toEqual([
    'restore',
    'settings',
  ]);
});

test('a page that went on to another screen by itself is led on all the same', async () => {
  const { webContents } = shell.standIn.windows.find(isMain)!;
  let told = 0;
  webContents.on('did-start-loading', () => (told += 1));
  await shell.page.evaluate("history.pushState(null, '', '#/activity')");
  await expect.poll(() => told).toBeGreaterThan(0);
  shell.tray.menu?.click('restore');
  await heard('restore', null);
});

test('a second start shows this window, at the screen it named, and starts nothing', async () => {
  const starts = shell.engine.starts.length;
  const before = process.env['HOLDFAST_HOME'];
  const second = await startShell({
    appFolder: shell.appFolder,
    switches: { screen: 'protection' },
    second: true,
  });
  await heard('protection', null);
  expect(second.standIn.windows).toEqual([]);
  expect(second.standIn.trays).toEqual([]);
  await second.standIn.app.exited;
  await second.close();
  expect(shell.engine.starts).toHaveLength(starts);
  expect(process.env['HOLDFAST_HOME']).toBe(before);
});

const notice = {
  id: 'n1',
  at: 0,
  set: 'main',
  urgency: 'critical',
  kind: 'locks-urgent',
  figures: {},
  words: 'Locks end in 3 days: extend them now.',
  error: null,
  screen: 'protection',
} as const;

test('a notification leads to its screen, and one of the same id replaces it', async () => {
  const { engine, notifications } = shell;
  engine.say({ kind: 'wish', wish: { kind: 'notify', notice } });
  await expect.poll(() => notifications.length).toBe(1);
  engine.say({ kind: 'wish', wish: { kind: 'notify', notice: { ...notice, words: 'Locks end in 1 day.' } } });
  await expect.poll(() => notifications.length).toBe(2);
  expect(notifications.map(({ state }) => state)).toEqual(['closed', 'shown']);
  expect(notifications[1]?.options).toMatchObject({
    id: 'n1',
    title: 'Locks end soon',
    body: 'Locks end in 1 day.',
    urgency: 'critical',
    timeoutType: 'never',
  });
  const window = shell.standIn.windows.find(isMain);
  window?.minimize();
  notifications[1]?.click();
  await heard('protection', 'main');
  expect(window?.isMinimized()).toBe(false);
});

test('a notice about locks has a button that extends them; a sealed set is shown instead, where its passphrase is typed', async () => {
  const { engine, notifications } = shell;
  const say = async (change: { readonly id: string; readonly set: string | null }): Promise<void> => {
    const shown = notifications.length;
    engine.say({ kind: 'wish', wish: { kind: 'notify', notice: { ...notice, ...change } } });
    await expect.poll(() => notifications.length).toBe(shown + 1);
  };
  await say({ id: 'n2', set: 'main' });
  expect(notifications.at(-1)?.options.actions).toEqual([{ type: 'button', text: 'Extend now' }]);
  notifications.at(-1)?.press('Extend now');
  await engine.told({ call: 'job.start', input: { set: 'main', kind: 'renew' }, caller: 'ipc' });

  const renewals = (): number =>
    engine.seen.filter((message) => message.kind === 'call' && message.call === 'job.start').length;
  const before = renewals();
  const listed = { ...notice, id: 'n3', set: 'photos' };
  engine.state({ sets: [wellSet({ id: 'photos', name: 'Photos', locked: true })], notices: [listed] });
  await say({ id: 'n3', set: 'photos' });
  notifications.at(-1)?.press('Extend now');
  await heard('home', 'photos');
  expect(renewals()).toBe(before);
});

test('a notification without locks has no button', async () => {
  const { engine, notifications } = shell;
  const shown = notifications.length;
  engine.say({ kind: 'wish', wish: { kind: 'notify', notice: { ...notice, id: 'n4', kind: 'clock' } } });
  await expect.poll(() => notifications.length).toBe(shown + 1);
  expect(notifications.at(-1)?.options.actions).toBeUndefined();
});

test('a notification that went off the screen by itself leads on all the same, and goes with what it was about', async () => {
  const { engine, notifications } = shell;
  const listed = { ...notice, id: 'n5' };
  engine.say({ kind: 'wish', wish: { kind: 'notify', notice: listed } });
  await expect.poll(() => notifications.at(-1)?.options.id).toBe('n5');
  const shown = notifications.at(-1);
  shown?.timeOut();
  engine.state({ sets: [wellSet({ state: 'working' })], notices: [listed] });
  await expect.poll(() => shell.tray.picture.path).toContain('working');
  expect(shown?.state).toBe('shown');
  engine.state({ sets: [wellSet()] });
  await expect.poll(() => shown?.state).toBe('closed');
});

test('the computer is kept awake while the engine wants it', async () => {
  const { blockers } = shell.standIn.seen;
  shell.engine.say({ kind: 'wish', wish: { kind: 'keep-awake', on: true } });
  shell.engine.say({ kind: 'wish', wish: { kind: 'keep-awake', on: true } });
  await expect.poll(() => blockers.size).toBe(1);
  shell.engine.say({ kind: 'wish', wish: { kind: 'keep-awake', on: false } });
  await expect.poll(() => blockers.size).toBe(0);
});

test('the engine hears of power and network', async () => {
  const { host, powerMonitor } = shell.standIn.seen;
  await shell.engine.told({ fact: { kind: 'network', metered: null, online: true } });
  host.online = false;
  powerMonitor.emit('resume');
  await shell.engine.told({ fact: { kind: 'resumed' } });
  await shell.engine.told({ fact: { kind: 'network', metered: null, online: false } });
});
