import type { World } from '../../system/world.ts';

/** A disk that was full, or another program that had the folder, must not keep backups from running until somebody looks. */
const everyMs = 60_000;

type KeptTrying<T> = {
  /** As it stands: being opened, open, or failed. */
  readonly current: () => Promise<T>;
  /** For whoever needs it now: what has failed is tried again at once. */
  readonly again: () => Promise<T>;
};

/** Opens something, and where that fails tries again every minute, however many ask in between. */
export function keepTrying<T>(open: () => Promise<T>, world: Pick<World, 'sleep'>): KeptTrying<T> {
  let hasFailed = false;
  let isWaiting = false;
  const begin = (): Promise<T> => {
    const opening = open();
    opening.catch(() => {
      hasFailed = true;
      wait();
    });
    return opening;
  };
  const wait = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    void world.sleep(everyMs).then(() => {
      isWaiting = false;
      return again().catch(() => undefined);
    });
  };
  const again = (): Promise<T> => {
    if (hasFailed) {
      hasFailed = false;
      current = begin();
    }
    return current;
  };
  let current = begin();
  return { current: () => current, again };
}
