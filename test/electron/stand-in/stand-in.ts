import { EventEmitter, once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { StandInApp, type AppOptions } from './app.ts';
import { browserWindowClass, type StandInWindow } from './browser-window.ts';
import { StandInDialogs } from './dialogs.ts';
import { provide } from './electron-module.ts';
import { StandInIpc } from './ipc.ts';
import { notificationClass, type StandInNotification } from './notification.ts';
import { readyOrder } from './ready-order.ts';
import { makeSessions, StandInSession } from './session.ts';
import { smallParts } from './small-parts.ts';
import { nativeImage, StandInMenu, trayClass, type StandInTray } from './tray.ts';

export type StandInOptions = AppOptions & {
  readonly browser: BrowserContextOptions;
  /** As on macOS without a signature. */
  readonly notificationsFail: boolean;
  /** As on a desktop whose libraries are missing. */
  readonly trayFails?: boolean;
};

/** An Electron that is none: its main process is this process, its windows are pages of the Chromium of this machine. */
export class StandIn extends EventEmitter {
  readonly order = readyOrder();
  readonly ipc = new StandInIpc();
  readonly dialogs = new StandInDialogs(this.order);
  readonly notifications: StandInNotification[] = [];
  readonly trays: StandInTray[] = [];
  readonly windows: StandInWindow[] = [];
  /** The menu class; `application` is the menu of the whole program. */
  readonly menu = StandInMenu;
  readonly app: StandInApp;
  readonly sessions: ReturnType<typeof makeSessions>;
  readonly seen: ReturnType<typeof smallParts>['seen'];
  readonly #options: StandInOptions;
  readonly #parts: ReturnType<typeof smallParts>['parts'];
  #browser: Promise<Browser> | null = null;

  constructor(options: StandInOptions) {
    super();
    this.#options = options;
    const { parts, seen } = smallParts(this.order);
    this.seen = seen;
    this.#parts = parts;
    this.app = new StandInApp(this.order, options, () => this.#closeWindows());
    this.sessions = makeSessions(this.order, (partition) => this.#makeSession(partition));
  }

  /**
   * Runs a main file as Electron does: ready comes after it has run to its end.
   * @throws where it waits for ready at its top level: in Electron that hangs for ever
   */
  async run(main: string, patienceMs = 60_000): Promise<void> {
    provide(this.#module());
    const loaded = import(/* @vite-ignore */ pathToFileURL(main).href).then(() => 'loaded');
    const waited = new Promise((resolve) => setTimeout(resolve, patienceMs, 'waiting').unref());
    if ((await Promise.race([loaded, waited])) !== 'loaded')
      throw new Error('The main file never ran to its end, so Electron would never be ready');
    this.order.makeReady();
    this.app.emit('ready');
    await this.app.whenReady();
  }

  async windowWhere(fits: (window: StandInWindow) => boolean): Promise<StandInWindow> {
    for (;;) {
      const window = this.windows.find(fits);
      if (window) return window;
      await once(this, 'window');
    }
  }

  /** Ends it without asking anybody. */
  async kill(): Promise<void> {
    for (const window of this.windows.slice()) window.destroy();
    this.app.exit();
    await (await this.#browser)?.close();
  }

  #module() {
    const { order, app } = this;
    const world = {
      needsReady: order.needsReady,
      sessionOf: (partition: string | undefined) =>
        partition === undefined ? this.sessions.defaultSession : this.sessions.fromPartition(partition),
      invoke: this.ipc.invoke.bind(this.ipc),
      created: (window: StandInWindow) => this.#created(window),
      closed: (window: StandInWindow) => this.#closed(window),
    };
    return {
      ...this.#parts,
      app,
      BrowserWindow: browserWindowClass(world),
      dialog: this.dialogs.dialog,
      ipcMain: this.ipc.ipcMain,
      Menu: StandInMenu,
      nativeImage,
      Notification: notificationClass(this.notifications, () => this.#options.notificationsFail),
      session: this.sessions,
      Tray: trayClass(order, (tray) => this.#trayMade(tray)),
    };
  }

  #trayMade(tray: StandInTray): void {
    if (this.#options.trayFails) throw new Error('there can be no tray here');
    this.trays.push(tray);
  }

  #created(window: StandInWindow): void {
    this.windows.push(window);
    this.app.emit('web-contents-created', {}, window.webContents);
    this.emit('window');
  }

  #closed(window: StandInWindow): void {
    this.windows.splice(this.windows.indexOf(window), 1);
    this.emit('window-closed');
    if (this.windows.length > 0 || !this.order.isReady()) return;
    if (!this.app.emit('window-all-closed')) this.app.quit();
  }

  #closeWindows(): void {
    for (const window of this.windows.slice()) window.close();
  }

  #makeSession(partition: string | null): StandInSession {
    const session = new StandInSession(partition, () => this.#launch(), this.#options.browser);
    session.navigation = (page, url, top) => {
      const window = this.windows.find((each) => each.webContents.pageNow() === page);
      return window === undefined || window.webContents.mayGo(url, top);
    };
    return session;
  }

  #launch(): Promise<Browser> {
    this.#browser ??= chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      timeout: 120_000,
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    return this.#browser;
  }
}
