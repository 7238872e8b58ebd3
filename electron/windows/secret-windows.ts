import { join } from 'node:path';
import { BrowserWindow, session, type Session, type WebContents } from 'electron';
import { pageUrls } from '../pages/page-urls.ts';
import { webPreferences } from './web-preferences.ts';

export type SecretWindows = {
  /** At most one for a request. */
  readonly open: (request: string) => void;
  readonly requestOf: (contents: WebContents) => string | undefined;
  readonly end: (contents: WebContents) => void;
};

export type SecretWindowOptions = {
  readonly distFolder: string;
  readonly developerTools: boolean;
  readonly parent: () => BrowserWindow | null;
  readonly prepare: (session: Session) => void;
  /** Language and theme, as the ordinary window has them; it cannot ask. */
  readonly look: () => { readonly lang: string; readonly theme: 'light' | 'dark' };
  /** The window is gone, whoever closed it. */
  readonly ended: (request: string) => void;
};

/** Windows through which a secret goes, each for one request: its own session in memory, not on screenshots, gone with its end. */
export function secretWindows(options: SecretWindowOptions): SecretWindows {
  const open = new Map<string, BrowserWindow>();
  let opened = 0;
  const windowOf = (contents: WebContents): readonly [string, BrowserWindow] | undefined =>
    [...open].find(([, window]) => window.webContents.id === contents.id);
  return {
    open: (request) => {
      const already = open.get(request);
      if (already) return already.focus();
      opened += 1;
      const window = openWindow(options, `secret-${opened}`);
      open.set(request, window);
      window.on('closed', () => {
        open.delete(request);
        options.ended(request);
      });
      window.webContents.on('render-process-gone', () => window.destroy());
      void window
        .loadURL(`${pageUrls.secret}?${new URLSearchParams(options.look()).toString()}#r=${request}`)
        .catch(() => undefined);
    },
    requestOf: (contents) => windowOf(contents)?.[0],
    // After the answer to the call that ends it is on its way.
    end: (contents) => setImmediate(() => windowOf(contents)?.[1].destroy()),
  };
}

/** @param partition without "persist:", so that it is never on disk */
function openWindow(options: SecretWindowOptions, partition: string): BrowserWindow {
  options.prepare(session.fromPartition(partition));
  const parent = options.parent();
  const window = new BrowserWindow({
    ...(parent ? { parent } : {}),
    width: 600,
    height: 760,
    minWidth: 480,
    minHeight: 480,
    minimizable: false,
    fullscreenable: false,
    title: 'Holdfast',
    autoHideMenuBar: true,
    webPreferences: webPreferences({
      preload: join(options.distFolder, 'secret-preload.cjs'),
      developerTools: options.developerTools,
      partition,
    }),
  });
  window.setContentProtection(true);
  return window;
}
