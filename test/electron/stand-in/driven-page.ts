import { EventEmitter } from 'node:events';
import type { CDPSession, Page } from 'playwright-core';
import { pageScripts } from './page-scripts.ts';
import { decode, encode } from './page/codec.ts';
import { toElectron } from './urls.ts';

/** The frame a message came from, as the main process sees it. */
export type FrameView = { readonly url: string; readonly parent: FrameView | null };

export type Invoke = (frame: FrameView, channel: string, given: readonly unknown[]) => Promise<unknown>;

type FromPage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly given: unknown }
  | { readonly kind: 'close' };

type Frame = {
  readonly id: string;
  readonly parentId?: string;
  readonly url: string;
  readonly urlFragment?: string;
};

/**
 * A page of the real Chromium with a preload in an isolated world of its own.
 * Emits: close-asked; open (url); loading (any frame, and by a new entry of the history too, as Chromium tells).
 */
export class DrivenPage extends EventEmitter {
  readonly page: Page;
  readonly #debugger: CDPSession;
  /** Stays the same over all its documents. */
  #mainFrame = '';
  readonly #frames = new Map<string, Frame>();
  /** Preload worlds: execution context → frame. */
  readonly #worlds = new Map<number, string>();
  readonly #invoke: Invoke;

  constructor(page: Page, session: CDPSession, invoke: Invoke) {
    super();
    this.page = page;
    this.#debugger = session;
    this.#invoke = invoke;
  }

  static async open(page: Page, preload: string, invoke: Invoke): Promise<DrivenPage> {
    const session = await page.context().newCDPSession(page);
    const driven = new DrivenPage(page, session, invoke);
    await driven.#attach(preload);
    return driven;
  }

  async #attach(preload: string): Promise<void> {
    const { mainWorld, preloadWorld } = await pageScripts();
    const session = this.#debugger;
    session.on('Page.frameNavigated', ({ frame }) => this.#frames.set(frame.id, frame));
    session.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId));
    session.on('Page.frameStartedLoading', () => this.emit('loading'));
    session.on('Page.windowOpen', ({ url }) => this.emit('open', toElectron(url)));
    session.on('Runtime.executionContextCreated', ({ context: { id, name, auxData } }) => {
      if (name === worldName) this.#worlds.set(id, (auxData as { frameId: string }).frameId);
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#worlds.delete(executionContextId),
    );
    session.on('Runtime.executionContextsCleared', () => this.#worlds.clear());
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === binding) void this.#take(executionContextId, JSON.parse(payload) as FromPage);
    });
    await session.send('Page.enable');
    this.#mainFrame = (await session.send('Page.getFrameTree')).frameTree.frame.id;
    await session.send('Runtime.enable');
    await session.send('Runtime.addBinding', { name: binding, executionContextName: worldName });
    const source = `globalThis.standInPreload = (require, module, exports) => {\n${preload}\n};\n${preloadWorld}`;
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorld });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName });
  }

  /** Lost, as in Electron, where no page listens. */
  send(channel: string, given: readonly unknown[]): void {
    const message = { kind: 'send', channel, given: encode([...given]) };
    void this.#tell(this.#mainWorldId(), message);
  }

  async #take(world: number, message: FromPage): Promise<void> {
    if (message.kind === 'close') return void this.emit('close-asked');
    const frame = this.#frameOf(world);
    const { id, channel } = message;
    try {
      const value = await this.#invoke(frame, channel, decode(message.given) as unknown[]);
      await this.#tell(world, { kind: 'reply', id, value: encode(value) });
    } catch (error) {
      const words = `Error invoking remote method '${channel}': ${String(error)}`;
      await this.#tell(world, { kind: 'reply', id, value: null, error: words });
    }
  }

  async #tell(world: number | undefined, message: unknown): Promise<void> {
    if (world === undefined) return;
    const expression = `standInReceive(${JSON.stringify(JSON.stringify(message))})`;
    // The page may have gone on or away meanwhile.
    await this.#debugger.send('Runtime.evaluate', { contextId: world, expression }).catch(() => undefined);
  }

  #mainWorldId(): number | undefined {
    return [...this.#worlds].findLast(([, frame]) => frame === this.#mainFrame)?.[0];
  }

  #frameOf(world: number): FrameView {
    const view = (id: string | undefined): FrameView | null => {
      const frame = id === undefined ? undefined : this.#frames.get(id);
      if (!frame) return null;
      return { url: toElectron(frame.url + (frame.urlFragment ?? '')), parent: view(frame.parentId) };
    };
    return view(this.#worlds.get(world)) ?? { url: toElectron(this.page.url()), parent: null };
  }
}

const worldName = 'electron-preload';
const binding = 'standInSend';
