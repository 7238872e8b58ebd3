import { join } from 'node:path';
import { app, Menu, nativeTheme } from 'electron';
import type { Screen } from '../../core/contract/notice.ts';
import type { HostFact } from '../../core/app/service/engine.ts';
import { watchHost } from '../power/watch-host.ts';
import { showTray } from '../tray/tray.ts';
import { trayView } from '../tray/tray-view.ts';
import { watchUpdates } from '../updates/watch-updates.ts';
import { openWindows } from '../windows/windows.ts';
import { appMenu } from './app-menu.ts';
import { followWishes } from './follow-wishes.ts';
import { lastState } from './last-state.ts';
import { isBusy, leaveCleanly } from './leave.ts';
import { openedAtLogin } from './login-item.ts';
import { startEngineHere } from './start-engine-here.ts';
import { screenNamed, type StartOptions } from './start-options.ts';
import { trayActions } from './tray-actions.ts';

/** "2 h ago" in the tooltip grows older by itself. */
const trayEveryMs = 5 * 60_000;

/** Everything after Electron is ready. */
export function startDesktop(options: StartOptions): void {
  const { platform } = process;
  const developerTools = !app.isPackaged;
  const distFolder = import.meta.dirname;

  const last = lastState();
  const engine = startEngineHere(options.appFolder, last);
  const window = openWindows(engine, {
    ...options,
    distFolder,
    developerTools,
    language: () => last.texts().locale.slice(0, 2),
  });

  const tell = (fact: HostFact): void => engine.tell(fact);
  followWishes(engine, last, window.show);
  watchHost(tell);
  const leaving = leaveCleanly({ engine, state: last.state, texts: last.texts, window: window.current });
  const updates = watchUpdates({
    tell,
    busy: () => isBusy(last.state()),
    texts: last.texts,
    window: window.current,
    prepare: leaving.prepare,
    changed: () => draw(),
  });

  const tray = showTray({
    pictureFolder: join(app.getAppPath(), 'assets', 'tray'),
    platform,
    actions: trayActions(engine, window.show, updates),
  });
  let menuIn = '';
  const draw = (): void => {
    const texts = last.texts();
    tray.show(trayView(last.state(), Date.now(), texts, updates.downloaded()), texts);
    if (texts.locale === menuIn) return;
    menuIn = texts.locale;
    Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(texts, { platform, developerTools })));
  };
  last.onChange((state) => {
    nativeTheme.themeSource = state.settings.theme;
    draw();
    leaving.follow(state);
  });
  draw();
  setInterval(draw, trayEveryMs).unref();
  last.follow(engine);

  // Whoever only wants the window keeps what he does in it.
  const open = (screen: Screen | null): void =>
    window.show(screen === null ? undefined : { screen, set: null });
  app.on('second-instance', (_event, _argv, _folder, given) => open(screenOf(given)));
  app.on('activate', () => window.show());
  // The program goes on in the background, also where no tray shows it: starting it again shows the window.
  app.on('window-all-closed', () => undefined);
  if (!options.hidden && !openedAtLogin()) open(options.screen);
}

const screenOf = (given: unknown): ReturnType<typeof screenNamed> =>
  screenNamed(typeof given === 'object' && given !== null && 'screen' in given ? given.screen : undefined);
