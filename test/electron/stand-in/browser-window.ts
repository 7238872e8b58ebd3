import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import type { Page } from 'playwright-core';
import { DrivenPage, type FrameView } from './driven-page.ts';
import type { StandInSession } from './session.ts';
import { toChromium } from './urls.ts';

/** What all windows of a stand-in share. */
export type WindowWorld = {
  readonly needsReady: (what: string) => void;
  readonly sessionOf: (partition: string | undefined) => StandInSession;
  readonly invoke: (
    sender: StandInContents,
    frame: FrameView,
    channel: string,
    given: readonly unknown[],
  ) => Promise<unknown>;
  readonly created: (window: StandInWindow) => void;
  readonly closed: (window: StandInWindow) => void;
};

type OpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };

let ids = 0;

class StandInContents extends EventEmitter {
  readonly id = (ids += 1);
  readonly session: StandInSession;
  driven: Promise<DrivenPage> | null = null;
  openHandler: OpenHandler = () => ({ action: 'allow' });
  /** Refused by the app: navigations and windows, as the page asked for them. */
  readonly refused: string[] = [];
  #page: DrivenPage | null = null;
  #loads = 0;
  isLoaded = false;

  constructor(session: StandInSession) {
    super();
    this.session = session;
  }

  use(driven: DrivenPage): void {
    this.#page = driven;
    driven.on('open', (url: string) => {
      if (this.openHandler({ url }).action === 'deny') this.refused.push(url);
    });
    driven.on('loading', () => this.emit('did-start-loading'));
    driven.page.on('crash', () => {
      this.#page = null;
      this.driven = null;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
  }

  send(channel: string, ...given: readonly unknown[]): void {
    this.#page?.send(channel, given);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  getURL(): string {
    return this.#page?.page.url() ?? '';
  }

  /** Begun by the app itself, so it is nobody's to refuse. */
  async load(driven: DrivenPage, url: string): Promise<void> {
    this.#loads += 1;
    this.isLoaded = false;
    try {
      await driven.page.goto(toChromium(url), { waitUntil: 'commit' });
      this.emit('did-navigate', {}, url, -1, '');
      await driven.page.waitForLoadState('load');
    } catch (error) {
      this.emit('did-fail-load', {}, -2, String(error), url, true);
      throw error;
    } finally {
      this.#loads -= 1;
    }
    this.isLoaded = true;
    this.emit('did-finish-load');
  }

  /** @returns whether a page may go there */
  mayGo(url: string, top: boolean): boolean {
    if (this.#loads > 0 && top) return true;
    let prevented = false;
    const event = { url, isMainFrame: top, preventDefault: () => (prevented = true) };
    if (top) this.emit('will-navigate', event, url);
    this.emit('will-frame-navigate', event);
    if (prevented) this.refused.push(url);
    return !prevented;
  }

  pageNow(): Page | null {
    return this.#page?.page ?? null;
  }
}
export type { StandInContents };

/** A window of Electron that is a page of Chromium; nothing of its frame is drawn. */
export class StandInWindow
  extends EventEmitter
  implements
    Pick<
      BrowserWindow,
      | 'loadURL'
      | 'show'
      | 'hide'
      | 'focus'
      | 'restore'
      | 'minimize'
      | 'maximize'
      | 'close'
      | 'destroy'
      | 'isMinimized'
      | 'isMaximized'
      | 'isVisible'
      | 'isDestroyed'
      | 'getNormalBounds'
      | 'setContentProtection'
    >
{
  readonly options: BrowserWindowConstructorOptions;
  readonly #world: WindowWorld;
  readonly #contents: StandInContents;
  contentProtection = false;
  #visible = true;
  #minimized = false;
  #maximized = false;
  #destroyed = false;

  constructor(world: WindowWorld, options: BrowserWindowConstructorOptions = {}) {
    super();
    this.#world = world;
    world.needsReady('BrowserWindow');
    this.options = options;
    this.#contents = new StandInContents(world.sessionOf(options.webPreferences?.partition));
    this.#visible = options.show !== false;
    world.created(this);
  }

  get webContents(): WebContents & StandInContents {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    return this.#contents as unknown as WebContents & StandInContents;
  }

  async loadURL(url: string): Promise<void> {
    const driven = await (this.#contents.driven ??= this.#open());
    if (!this.#destroyed) await this.#contents.load(driven, url);
  }

  async #open(): Promise<DrivenPage> {
    const { width = 800, height = 600, webPreferences } = this.options;
    const contents = this.#contents;
    const preload = webPreferences?.preload ? readFileSync(webPreferences.preload, 'utf8') : '';
    const page = await contents.session.newPage({ width, height });
    const driven = await DrivenPage.open(page, preload, (frame, channel, given) =>
      this.#world.invoke(contents, frame, channel, given),
    );
    contents.use(driven);
    driven.on('close-asked', () => this.close());
    if (this.#destroyed) await driven.page.close();
    return driven;
  }

  show(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  focus(): void {
    this.emit('focus');
  }
  minimize(): void {
    this.#minimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  maximize(): void {
    this.#maximized = true;
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  isVisible(): boolean {
    return this.#visible && !this.#destroyed;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    const { x = 0, y = 0, width = 800, height = 600 } = this.options;
    return { x, y, width, height };
  }
  setContentProtection(enable: boolean): void {
    this.contentProtection = enable;
  }
  close(): void {
    if (this.#destroyed) return;
    let prevented = false;
    this.emit('close', { preventDefault: () => (prevented = true) });
    if (!prevented) this.destroy();
  }
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    void this.#contents.driven?.then(({ page }) => page.close()).catch(() => undefined);
    this.emit('closed');
    this.#world.closed(this);
  }
}

/** The module's `BrowserWindow`. */
export function browserWindowClass(
  world: WindowWorld,
): new (options?: BrowserWindowConstructorOptions) => StandInWindow {
  return class extends StandInWindow {
    constructor(options: BrowserWindowConstructorOptions = {}) {
      super(world, options);
    }
  };
}
