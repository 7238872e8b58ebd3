import { isHoldfastError } from '../errors/holdfast-error.ts';
import { compliantUntil } from '../locks/confirm-lease.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';
import type { Repository } from '../repository/repository.ts';
import { concurrently } from '../system/concurrently.ts';
import { stopIfAborted } from './stop-if-aborted.ts';

const atATime = 16;

export type PacksAsked = {
  /** Names relative to the prefix. */
  readonly missing: readonly string[];
  /** The smallest compliance lock of those that are there; undefined: none is asked for. 0: one has no lock. */
  readonly lockedUntil: Instant | undefined;
};

/** Whether packs are still there and until when they are locked: one question for each, before anything is downloaded. */
export async function askPacks(
  { store, prefix }: Pick<Repository, 'store' | 'prefix'>,
  packs: readonly ObjectVersion[],
  signal: AbortSignal | undefined,
): Promise<PacksAsked> {
  const missing: string[] = [];
  let lockedUntil: Instant | undefined;
  await concurrently(packs, atATime, async ({ name, versionId }) => {
    stopIfAborted(signal);
    try {
      const until = compliantUntil(await store.head({ name: prefix + name, versionId }));
      lockedUntil = Math.min(lockedUntil ?? until, until);
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing')) throw error;
      missing.push(name);
    }
  });
  return { missing, lockedUntil };
}
