import { EventEmitter } from 'node:events';
import type { Session as ElectronSession } from 'electron';
import type { Browser, BrowserContext, BrowserContextOptions, Page, Route } from 'playwright-core';
import type { ReadyOrder } from './ready-order.ts';
import { toElectron } from './urls.ts';

type ProtocolHandler = (request: Request) => Response | Promise<Response>;
type RequestFilter = (
  details: { readonly url: string },
  decide: (answer: { readonly cancel?: boolean }) => void,
) => void;

/** Where a page would go; false: it stays. */
export type Navigation = (page: Page, url: string, top: boolean) => boolean;

/** A session of Electron over a context of Chromium: its own cookies and storage, its own handlers. */
export class StandInSession extends EventEmitter {
  readonly partition: string | null;
  /** Only requests that were let through by the app and led out of it: there should be none. */
  readonly foreignRequests: string[] = [];
  permissionRequest: Parameters<ElectronSession['setPermissionRequestHandler']>[0] = null;
  permissionCheck: Parameters<ElectronSession['setPermissionCheckHandler']>[0] = null;
  devicePermission: Parameters<ElectronSession['setDevicePermissionHandler']>[0] = null;
  spellChecker = true;
  readonly #handlers = new Map<string, ProtocolHandler>();
  readonly #browser: () => Promise<Browser>;
  readonly #options: BrowserContextOptions;
  #filter: RequestFilter = (_, decide) => decide({});
  #context: Promise<BrowserContext> | null = null;
  readonly #own = new WeakSet<Page>();
  #making: Promise<unknown> = Promise.resolve();
  navigation: Navigation = () => true;

  constructor(partition: string | null, browser: () => Promise<Browser>, options: BrowserContextOptions) {
    super();
    this.partition = partition;
    this.#browser = browser;
    this.#options = options;
  }

  readonly protocol = {
    handle: (scheme: string, handler: ProtocolHandler): void => {
      if (this.#handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      this.#handlers.set(scheme, handler);
    },
  } satisfies Pick<ElectronSession['protocol'], 'handle'>;

  readonly webRequest = {
    onBeforeRequest: (filter: RequestFilter): void => {
      this.#filter = filter;
    },
  };

  setPermissionRequestHandler(handler: StandInSession['permissionRequest']): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: StandInSession['permissionCheck']): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: StandInSession['devicePermission']): void {
    this.devicePermission = handler;
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable;
  }

  /** What a page of this session gets. */
  async load(url: string, method = 'GET'): Promise<Response> {
    const handler = this.#handlers.get(url.split(':')[0] ?? '');
    return handler ? handler(new Request(url, { method })) : new Response(null, { status: 404 });
  }

  async newPage(size: { readonly width: number; readonly height: number }): Promise<Page> {
    this.#context ??= this.#open(size);
    const making = this.#context.then((context) => context.newPage());
    this.#making = Promise.all([this.#making, making]);
    const page = await making;
    this.#own.add(page);
    return page;
  }

  async close(): Promise<void> {
    const context = await this.#context;
    await context?.close().catch(() => undefined);
  }

  async #open(viewport: { readonly width: number; readonly height: number }): Promise<BrowserContext> {
    const context = await (await this.#browser()).newContext({ viewport, ...this.#options });
    await context.route('**/*', (route) => this.#answer(route));
    context.on('page', (page) => void this.#closeForeign(page));
    return context;
  }

  /** Opened by a page: Electron never made it. */
  async #closeForeign(page: Page): Promise<void> {
    await this.#making;
    if (!this.#own.has(page)) await page.close().catch(() => undefined);
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const url = toElectron(request.url());
    try {
      if (request.isNavigationRequest()) {
        const frame = request.frame();
        const page = frame.page();
        if (!this.navigation(page, url, frame === page.mainFrame())) return await route.abort('aborted');
      }
      if (!this.lets(url)) return await route.abort('blockedbyclient');
      if (!this.#handlers.has(url.split(':')[0] ?? '')) {
        this.foreignRequests.push(url);
        return await route.abort('namenotresolved');
      }
      const response = await this.load(url, request.method());
      await route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    } catch {
      await route.abort('failed').catch(() => undefined);
    }
  }

  /** Whether the app lets a request for this out. */
  lets(url: string): boolean {
    let cancelled = false;
    this.#filter({ url }, ({ cancel }) => (cancelled = cancel === true));
    return !cancelled;
  }
}

export type Sessions = {
  readonly defaultSession: StandInSession;
  readonly fromPartition: (partition: string) => StandInSession;
};

/** The module's `session`. */
export function makeSessions(
  order: ReadyOrder,
  make: (partition: string | null) => StandInSession,
): Sessions & { readonly all: () => readonly StandInSession[] } {
  const made = new Map<string | null, StandInSession>();
  const one = (partition: string | null): StandInSession => {
    order.needsReady('session');
    const session = made.get(partition) ?? make(partition);
    made.set(partition, session);
    return session;
  };
  return {
    get defaultSession() {
      return one(null);
    },
    fromPartition: (partition) => one(partition),
    all: () => [...made.values()],
  };
}
