import { HoldfastError } from '../errors/holdfast-error.ts';
import { strictBucketDays } from '../locks/lock-policy.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { folder } from '../repository/names.ts';
import { connectStore } from '../storage/connect-store.ts';
import { withRetry } from '../storage/decorators/retry.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Saying, Told } from '../model/said.ts';
import { createProvisioner, tryKey } from '../storage/provisioning.ts';
import type { World } from '../system/world.ts';
import { clockTold } from './clock-warning.ts';
import { assertBackupKey, assertReaches, keyTold } from './key-judgement.ts';
import type { StorageKey } from './secrets/secrets.ts';
import { placeInWords, type StoragePlace } from './storage-place.ts';

export type ConnectedForSetUp = {
  readonly store: ObjectStore;
  /** What the key may do. */
  readonly keyWords: Told;
  readonly warnings: readonly Saying[];
};

type Warning = Saying | undefined;

/**
 * Connects with the key that is to be kept, and looks at all that must be right before a repository is written: the
 * bucket's lock, the clocks, that nothing is there yet, and what the key may do. Where the provider does not tell
 * the latter, it is tried on two tiny objects.
 * @throws key-invalid, key-too-powerful, key-lengthens, key-insufficient, default-retention-wrong, bucket-missing, bucket-not-locked, locks-not-kept,
 *   repository-exists, clocks-differ, network-unreachable, provider-answer-invalid
 */
export async function connectNewWriter(
  place: StoragePlace,
  key: StorageKey,
  world: World,
  period: { readonly protectDays: number; readonly strict: boolean },
): Promise<ConnectedForSetUp> {
  return await connected(place, key, world, async (store) => {
    (await ProviderTime.ask(store, world)).assertMayLock();
    const bucketWarnings = await lookAtBucket(place, key);
    const { defaultRetentionDays } = await store.bucketState();
    const capabilities = await store.keyCapabilities();
    if (capabilities) assertBackupKey(capabilities, place, period.strict);
    for await (const page of store.listVersions(folder(place.prefix, 'repository')))
      if (page.length > 0) throw new HoldfastError('repository-exists', { place: placeInWords(place) });
    const defaultWarning = judgeDefaultRetention(defaultRetentionDays, period);
    const role = period.strict ? 'strict-backup' : 'backup';
    const tried = capabilities ? [] : await tryKey(store, role, place.prefix, world);
    if (tried.some(({ what }) => what === 'lock-not-kept'))
      throw new HoldfastError('locks-not-kept', { bucket: place.store.bucket });
    if (tried.some(({ what, severity }) => what === 'lengthen' && severity === 'too-much'))
      throw new HoldfastError('key-lengthens');
    const missing = tried.find(({ severity }) => severity === 'missing');
    if (missing)
      throw new HoldfastError('key-insufficient', {
        operation: 'do all that is needed',
        capability: missing.words,
      });
    const mayDelete = tried.some(({ what }) => what === 'delete');
    return { keyWords: keyTold(capabilities, mayDelete), warnings: [...bucketWarnings, defaultWarning] };
  });
}

/** Connects to a repository that exists, which is perhaps only to be read: with a read key, in an emergency with any. */
export async function connectReader(
  place: StoragePlace,
  key: StorageKey,
  world: World,
): Promise<ConnectedForSetUp> {
  return await connected(place, key, world, async (store) => {
    const capabilities = await store.keyCapabilities();
    if (capabilities) assertReaches(capabilities, place);
    return { keyWords: keyTold(capabilities, undefined), warnings: [] };
  });
}

async function connected(
  place: StoragePlace,
  key: StorageKey,
  world: World,
  look: (store: ObjectStore) => Promise<{ keyWords: Told; warnings: readonly Warning[] }>,
): Promise<ConnectedForSetUp> {
  const bare = await connectStore(place.store, key, world);
  try {
    // Without the retry decorator: who sits there and waits shall hear at once that nobody answers.
    const { skewMs } = await ProviderTime.ask(bare, world);
    const { keyWords, warnings } = await look(bare);
    return {
      store: withRetry(bare, world),
      keyWords,
      warnings: [clockTold(skewMs), ...warnings].filter((one) => one !== undefined),
    };
  } catch (error) {
    await bare.close();
    throw error;
  }
}

/** @throws bucket-missing, bucket-not-locked */
async function lookAtBucket(place: StoragePlace, key: StorageKey): Promise<readonly Saying[]> {
  const provisioner = createProvisioner(place.store, key);
  try {
    const findings = await provisioner.examineBucket(place.prefix);
    const missing = findings.find(({ severity }) => severity === 'missing');
    if (missing)
      throw new HoldfastError(missing.what === 'bucket' ? 'bucket-missing' : 'bucket-not-locked', {
        bucket: place.store.bucket,
      });
    return findings
      .filter(({ severity }) => severity === 'too-much')
      .map(({ words, said = null }) => ({ words, said }));
  } finally {
    await provisioner.close();
  }
}

/**
 * What the bucket's own rule means for what was chosen; undefined: nothing to say.
 * @throws default-retention-wrong where strict mode would rest on a rule that is missing or too short
 */
function judgeDefaultRetention(
  days: number | null,
  { protectDays, strict }: { readonly protectDays: number; readonly strict: boolean },
): Warning {
  const needed = strictBucketDays(protectDays);
  if (strict && (days ?? 0) < needed)
    throw new HoldfastError('default-retention-wrong', { wanted: protectDays, needed, is: days });
  if (days === null || (strict && days === needed)) return undefined;
  if (strict)
    return {
      words: `This bucket locks every new object for ${days} days by itself, longer than strict mode with ${protectDays} days needs (${needed}). Everything stays locked, and is paid for, that long.`,
      said: { code: 'bucket-locks-strict', days, wanted: protectDays, needed },
    };
  return days > protectDays
    ? {
        words: `This bucket locks every new object for ${days} days by itself, longer than the ${protectDays} days that you chose. Holdfast sends its own, shorter date with each object; whatever else is stored here stays locked that long. A bucket without such a rule is the better place.`,
        said: { code: 'bucket-locks-longer', days, wanted: protectDays },
      }
    : {
        words: `This bucket locks every new object for ${days} days by itself; Holdfast sets its own dates.`,
        said: { code: 'bucket-locks', days },
      };
}
