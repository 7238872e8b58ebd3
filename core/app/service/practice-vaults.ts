import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { isLoopback } from '../../storage/provider-time.ts';
import type { Home } from '../home.ts';
import type { PracticePort, RunningPractice } from '../practice-port.ts';
import { changeSettings, type Settings } from '../settings.ts';

export type Vaults = PracticePort & {
  /** Runs the set's vault, where it has one, until the engine stops; settings follow it to another port. */
  readonly runFor: (home: Home, settings: Settings) => Promise<RunningPractice | undefined>;
  readonly close: () => Promise<void>;
};

type Shared = { readonly running: Promise<RunningPractice>; users: number };

/** Whether a set's backups go to a practice vault on this computer: it has one in its home, and the address is here. */
export const isPractice = (home: Home, { store }: Pick<Settings, 'store'>): boolean =>
  isLoopback(store.endpoint) && existsSync(home.practice);

/** One vault for a folder, whoever asks. The last to close ends it. */
export function sharePractice(port: PracticePort): Vaults {
  const open = new Map<string, Shared>();
  const kept = new Map<string, Promise<RunningPractice>>();

  const share: PracticePort['open'] = async (folder, wanted) => {
    const path = resolve(folder);
    const shared: Shared = open.get(path) ?? { running: opened(port, path, wanted), users: 0 };
    open.set(path, shared);
    shared.users++;
    const leave = async (): Promise<void> => {
      if (--shared.users > 0) return;
      open.delete(path);
      await (await shared.running).close();
    };
    try {
      const running = await shared.running;
      let isLeft = false;
      return {
        ...running,
        close: async () => {
          if (isLeft) return;
          isLeft = true;
          await leave();
        },
      };
    } catch (error) {
      open.delete(path);
      throw error;
    }
  };

  return {
    open: share,
    runFor: async (home, settings) => {
      if (!isPractice(home, settings)) return undefined;
      const { store } = settings;
      const running = kept.get(home.practice) ?? share(home.practice, Number(new URL(store.endpoint).port));
      kept.set(home.practice, running);
      const vault = await running.catch((error: unknown) => {
        kept.delete(home.practice);
        throw error;
      });
      // Where the disk does not take it, the vault runs all the same, and the next who asks tries again.
      const endpoint = store.kind === 'b2' ? vault.b2 : vault.s3;
      if (endpoint !== store.endpoint) await changeSettings(home, { store: { ...store, endpoint } });
      return vault;
    },
    close: async () => {
      for (const running of kept.values())
        await running.then((vault) => vault.close()).catch(() => undefined);
      kept.clear();
    },
  };
}

async function opened(
  port: PracticePort,
  path: string,
  wanted: number | undefined,
): Promise<RunningPractice> {
  try {
    return await port.open(path, wanted);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
    throw new HoldfastError(
      'path-impossible',
      { path, reason: 'another practice vault uses it' },
      { cause: error },
    );
  }
}
