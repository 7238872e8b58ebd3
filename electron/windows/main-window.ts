import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { channels } from '../ipc/channels.ts';
import type { EventName, Events } from '../../core/contract/events.ts';
import { pageUrls } from '../pages/page-urls.ts';
import { rememberedPlace, rememberPlace } from './remember-place.ts';
import { reviveWindow } from './revive-window.ts';
import { webPreferences } from './web-preferences.ts';
import { smallest } from './window-place.ts';

export type MainWindow = {
  /** Opens it, or brings it to the front. */
  readonly show: (where?: Events['show']) => void;
  readonly send: <E extends EventName>(event: E, payload: Events[E]) => void;
  /** null: closed, and the program goes on in the tray. */
  readonly current: () => BrowserWindow | null;
};

export type MainWindowOptions = {
  readonly distFolder: string;
  readonly placeFile: string;
  readonly developerTools: boolean;
  readonly visible: (visible: boolean) => void;
};

/** The ordinary window: at most one, made when somebody wants to see it. */
export function mainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | null = null;
  /** A page that is not loaded hears nothing. */
  let waiting: Events['show'] | null = null;
  let loaded = false;
  const open = (): BrowserWindow => {
    const made = openWindow(options);
    // Not `did-start-loading`: a page that goes from screen to screen starts and finishes nothing.
    made.webContents.on('did-navigate', () => (loaded = false));
    made.webContents.on('render-process-gone', () => (loaded = false));
    made.webContents.on('did-finish-load', () => {
      loaded = true;
      if (waiting) send('show', waiting);
      waiting = null;
    });
    made.on('closed', () => {
      window = null;
      loaded = false;
      options.visible(false);
    });
    return made;
  };
  const send: MainWindow['send'] = (event, payload) =>
    window?.webContents.send(channels.event, event, payload);
  return {
    show: (where) => {
      window ??= open();
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      if (where && loaded) send('show', where);
      else if (where) waiting = where;
    },
    send,
    current: () => window,
  };
}

function openWindow(options: MainWindowOptions): BrowserWindow {
  const { maximized, ...place } = rememberedPlace(options.placeFile);
  const window = new BrowserWindow({
    ...place,
    minWidth: Math.min(smallest.width, place.width),
    minHeight: Math.min(smallest.height, place.height),
    title: 'Holdfast',
    autoHideMenuBar: true,
    // Until the page is there: nobody is to be dazzled.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16191a' : '#ffffff',
    webPreferences: webPreferences({
      preload: join(options.distFolder, 'preload.cjs'),
      developerTools: options.developerTools,
    }),
  });
  if (maximized) window.maximize();
  rememberPlace(window, options.placeFile);
  reviveWindow(window, pageUrls.main);
  options.visible(true);
  window.on('show', () => options.visible(true));
  window.on('restore', () => options.visible(true));
  window.on('hide', () => options.visible(false));
  window.on('minimize', () => options.visible(false));
  void window.loadURL(pageUrls.main).catch(() => undefined);
  return window;
}
