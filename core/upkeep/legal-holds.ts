import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import type { ObjectVersion } from '../model/object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { concurrently } from '../system/concurrently.ts';

/** Polite to a provider that allows hundreds a second. */
const atATime = 16;

export type HoldReport = {
  /** Read back as wanted. */
  readonly confirmed: number;
  readonly missing: readonly ObjectVersion[];
  /** As they were before. */
  readonly refused: readonly (ObjectVersion & { readonly code: string; readonly words: string })[];
};

/**
 * Sets or lifts the legal hold of these versions, with a hold key, and reads each back. It says nothing about dates,
 * which stay as they are.
 * @param versions names relative to `prefix`
 * @throws key-insufficient at the first refusal of a key that may set no holds, and what is no refusal
 */
export async function setHolds(
  store: ObjectStore,
  prefix: string,
  versions: readonly ObjectVersion[],
  on: boolean,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (done: number) => void } = {},
): Promise<HoldReport> {
  let confirmed = 0;
  let done = 0;
  const missing: ObjectVersion[] = [];
  const refused: HoldReport['refused'][number][] = [];
  await concurrently(versions, atATime, async ({ name, versionId }) => {
    options.signal?.throwIfAborted();
    try {
      const version = { name: prefix + name, versionId };
      await store.setLegalHold(version, on);
      if ((await store.head(version)).lock?.legalHold !== on)
        throw new HoldfastError('provider-refused', {
          operation: on ? 'set a legal hold' : 'lift a legal hold',
          reason: 'it was taken and cannot be read back',
        });
      confirmed++;
    } catch (error) {
      if (!isHoldfastError(error) || error.retry !== 'never' || error.code === 'key-insufficient')
        throw error;
      if (error.code === 'object-missing') missing.push({ name, versionId });
      else refused.push({ name, versionId, code: error.code, words: error.words });
    }
    options.onProgress?.(++done);
  });
  return { confirmed, missing, refused };
}
