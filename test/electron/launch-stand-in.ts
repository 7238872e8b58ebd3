import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { StandInWindow } from './stand-in/browser-window.ts';
import { builtShell, ownFolder, top } from './stand-in/built-shell.ts';
import { installShell } from './stand-in/electron-module.ts';
import type { StandInNotification } from './stand-in/notification.ts';
import { StandIn } from './stand-in/stand-in.ts';
import type { StandInTray } from './stand-in/tray.ts';

export type LaunchOptions = {
  readonly appFolder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Built pages; `npm run build` puts them into dist/renderer. */
  readonly renderer?: string;
  /** Another module in place of the engine's thread. */
  readonly engineThread?: string;
  /** Command line: `--hidden` is `{ hidden: '' }`. */
  readonly switches?: Readonly<Record<string, string>>;
  readonly locale?: string;
  readonly browser?: BrowserContextOptions;
  readonly notificationsFail?: boolean;
  readonly trayFails?: boolean;
};

export type LaunchedStandIn = {
  /** Of the main window. Throws while there is none. */
  readonly page: Page;
  /** Waits for a secret window that was not handed out before, and its page. */
  readonly secretPage: () => Promise<Page>;
  readonly tray: StandInTray;
  readonly notifications: readonly StandInNotification[];
  /** All else that a person can do or see. */
  readonly standIn: StandIn;
  readonly close: () => Promise<void>;
};

/** Starts the real main and preload code on the stand-in for `electron`. Resolves when the main window is loaded. */
export async function launchStandIn(options: LaunchOptions): Promise<LaunchedStandIn> {
  const renderer = options.renderer ?? join(top, 'dist', 'renderer');
  if (!existsSync(join(renderer, 'index.html'))) throw new Error(`No pages in ${renderer}: npm run build`);
  const folder = await ownFolder('run-');
  const installed = await installShell({
    shell: await builtShell(),
    renderer,
    engineThread: options.engineThread ?? null,
    into: folder,
  });
  const standIn = new StandIn({
    top,
    locale: options.locale ?? 'en-GB',
    switches: options.switches ?? {},
    browser: options.browser ?? {},
    notificationsFail: options.notificationsFail ?? false,
    trayFails: options.trayFails ?? false,
  });
  const restore = setEnvironment({ ...options.env, HOLDFAST_HOME: options.appFolder });
  const close = async (): Promise<void> => {
    await quit(standIn);
    restore();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    await standIn.run(join(installed, 'main.js'));
    const isSecond = standIn.trays.length === 0;
    if (!isSecond && options.switches?.['hidden'] === undefined) await loadedPage(standIn, isMain);
  } catch (error) {
    await standIn.kill();
    restore();
    throw error;
  }
  const given = new WeakSet<StandInWindow>();
  return {
    get page() {
      const page = standIn.windows.find(isMain)?.webContents.pageNow();
      if (!page) throw new Error('The main window is not open');
      return page;
    },
    secretPage: async () => {
      const window = await standIn.windowWhere((each) => !isMain(each) && !given.has(each));
      given.add(window);
      return loadedPage(standIn, (each) => each === window);
    },
    get tray() {
      const [tray] = standIn.trays;
      if (!tray) throw new Error('There is no tray');
      return tray;
    },
    notifications: standIn.notifications,
    standIn,
    close,
  };
}

export const isMain = (window: StandInWindow): boolean =>
  window.options.webPreferences?.partition === undefined;

export async function loadedPage(standIn: StandIn, fits: (window: StandInWindow) => boolean): Promise<Page> {
  const { webContents } = await standIn.windowWhere(fits);
  if (!webContents.isLoaded) {
    const failed = new AbortController();
    const fail = (...[, , words]: readonly unknown[]): void => failed.abort(new Error(String(words)));
    webContents.once('did-fail-load', fail);
    // A reason is clearer than a test that waits for its time to run out.
    await once(webContents, 'did-finish-load', { signal: failed.signal }).catch((error: unknown) => {
      throw failed.signal.aborted ? failed.signal.reason : error;
    });
    webContents.off('did-fail-load', fail);
  }
  const page = webContents.pageNow();
  if (!page) throw new Error('The window was closed');
  return page;
}

/** As a person would, who wants to stop what runs. */
async function quit(standIn: StandIn): Promise<void> {
  const { app, dialogs } = standIn;
  const stop = (): void => dialogs.answer(1);
  dialogs.on('asked', stop);
  for (const _ of dialogs.questions) dialogs.answer((dialogs.questions[0]?.buttons?.length ?? 1) - 1);
  app.quit();
  await Promise.race([app.exited, new Promise((resolve) => setTimeout(resolve, 20_000).unref())]);
  dialogs.off('asked', stop);
  await standIn.kill();
}

/** The main process is this one, so its environment is too; until `restore`. */
function setEnvironment(wanted: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(wanted).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, wanted);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
