import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { HostFact } from '../../core/app/service/engine.ts';
import type { Texts } from '../words/texts.ts';
import { isLookDue } from './look-due.ts';
import { offerUpdate } from './offer-update.ts';
import { updateWay, type UpdateWay } from './update-way.ts';

const firstMs = 2 * 60_000;
/** A backup that makes up for a missed one often runs at a start: then it is asked again. */
const againMs = 3_600_000;

export type Updates = {
  /** Asks whether to install what was found; what is downloaded, it installs. */
  readonly offer: () => Promise<void>;
  /** The version that only a restart is missing for. */
  readonly downloaded: () => string | null;
};

type Options = {
  readonly tell: (fact: HostFact) => void;
  readonly busy: () => boolean;
  readonly texts: () => Texts;
  readonly window: () => BrowserWindow | null;
  /** Makes the program ready to be ended. */
  readonly prepare: () => Promise<void>;
  readonly changed: () => void;
};

/** Looks for a new version once a day, never while a backup runs; downloads and installs nothing unasked. */
export function watchUpdates(options: Options): Updates {
  let found: string | null = null;
  let lookedAt: number | null = null;
  const look = async (): Promise<void> => {
    const now = Date.now();
    if (!isLookDue({ now, lookedAt, busy: options.busy() }) || (await ownWay()) === 'never') return;
    lookedAt = now;
    const version = await newVersion();
    if (version === null || version === found) return;
    found = version;
    options.tell({ kind: 'update', version });
  };
  setTimeout(() => void look(), firstMs).unref();
  setInterval(() => void look(), againMs).unref();
  const { offer, downloaded } = offerUpdate({
    ...options,
    way: ownWay,
    installer: loadUpdater,
    ask: (words, buttons) => ask(options.window(), words, buttons),
    startAgain: () => {
      app.relaunch();
      app.quit();
    },
  });
  return {
    offer: async () => {
      if (found !== null) await offer(found);
    },
    downloaded,
  };
}

async function newVersion(): Promise<string | null> {
  try {
    const result = await (await loadUpdater()).checkForUpdates();
    return result?.isUpdateAvailable ? result.updateInfo.version : null;
  } catch {
    // Offline, or the page is gone: tomorrow again.
    return null;
  }
}

/** Loaded when it is needed first: it costs a start 100 ms, and without a package there is nothing for it to do. */
async function loadUpdater(): Promise<AppUpdater> {
  const { default: electronUpdater } = await import('electron-updater');
  const { autoUpdater } = electronUpdater;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.allowDowngrade = false;
  autoUpdater.logger = null;
  return autoUpdater;
}

async function ownWay(): Promise<UpdateWay> {
  const { isPackaged: packaged } = app;
  const configuration = packaged
    ? await readFile(join(process.resourcesPath, 'app-update.yml'), 'utf8').catch(() => null)
    : null;
  return updateWay({ packaged, platform: process.platform, configuration });
}

async function ask(
  window: BrowserWindow | null,
  words: { readonly message: string; readonly detail: string },
  buttons: readonly string[],
): Promise<number> {
  const question = {
    ...words,
    type: 'info' as const,
    buttons: [...buttons],
    cancelId: buttons.length - 1,
    noLink: true,
  };
  const { response } = window
    ? await dialog.showMessageBox(window, question)
    : await dialog.showMessageBox(question);
  return response;
}
