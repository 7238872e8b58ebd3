import type { AppUpdater } from 'electron-updater';
import type { Texts } from '../words/texts.ts';
import type { UpdateWay } from './update-way.ts';

/** What is needed of electron-updater once a version was found. */
export type Installer = Pick<AppUpdater, 'downloadUpdate' | 'quitAndInstall'> & {
  readonly once: (event: 'error', listener: (error: Error) => void) => unknown;
};

export type OfferParts = {
  readonly way: () => Promise<UpdateWay>;
  readonly installer: () => Promise<Installer>;
  /** Something runs that a person waits for. */
  readonly busy: () => boolean;
  readonly texts: () => Texts;
  /** @returns which button; the last one is what closing means */
  readonly ask: (
    words: { readonly message: string; readonly detail: string },
    buttons: readonly string[],
  ) => Promise<number>;
  /** Makes the program ready to be ended. */
  readonly prepare: () => Promise<void>;
  /** As it was: the engine has ended for an installation that did not come about. */
  readonly startAgain: () => void;
  /** The version that is downloaded is another one than before. */
  readonly changed: () => void;
};

export type Offer = {
  /** For a person who asked for it: never downloads or restarts without his word, nor stops what runs without saying so. */
  readonly offer: (version: string) => Promise<void>;
  /** Nothing but a restart is missing. */
  readonly downloaded: () => string | null;
};

/** From a version that was found to a restart in it. */
export function offerUpdate(parts: OfferParts): Offer {
  let downloaded: string | null = null;
  let isAsking = false;

  const download = async (version: string): Promise<boolean> => {
    const { update } = parts.texts();
    const words = { message: update.title(version), detail: update.detail };
    if ((await parts.ask(words, [update.install, update.later])) !== 0) return false;
    try {
      await (await parts.installer()).downloadUpdate();
    } catch {
      await sayFailed();
      return false;
    }
    downloaded = version;
    parts.changed();
    return true;
  };
  const mayRestart = async (version: string): Promise<boolean> => {
    if (!parts.busy()) return true;
    const { update } = parts.texts();
    const words = { message: update.downloaded(version), detail: update.busy };
    return (await parts.ask(words, [update.stopAndRestart, update.later])) === 0;
  };
  const sayFailed = async (): Promise<void> => {
    const { update } = parts.texts();
    await parts.ask({ message: update.failed, detail: '' }, [update.later]);
  };
  const install = async (): Promise<void> => {
    const installer = await parts.installer();
    await parts.prepare();
    const failed = new Promise<void>((resolve) => {
      // It tells a failure by this event and returns as if nothing were; where it goes well, the program ends.
      installer.once('error', () => resolve());
      try {
        installer.quitAndInstall();
      } catch {
        resolve();
      }
    });
    await failed;
    await sayFailed();
    parts.startAgain();
  };
  const offer = async (version: string): Promise<void> => {
    const { update } = parts.texts();
    if ((await parts.way()) !== 'install') {
      await parts.ask({ message: update.title(version), detail: update.byHand }, [update.later]);
      return;
    }
    if (downloaded !== version && !(await download(version))) return;
    if (await mayRestart(version)) await install();
  };
  return {
    offer: async (version) => {
      if (isAsking) return;
      isAsking = true;
      try {
        await offer(version);
      } finally {
        isAsking = false;
      }
    },
    downloaded: () => downloaded,
  };
}
