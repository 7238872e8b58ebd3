import { HoldfastError } from '../errors/holdfast-error.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import { dayMs } from '../locks/period.ts';
import type { ProviderTime } from '../locks/provider-time.ts';
import { renewLeases, type LeasedObject } from '../locks/renew-leases.ts';
import type { Instant } from '../model/object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import { versionKey, type NeededVersion } from '../upkeep/needs.ts';
import type { CleanState } from './clean-state.ts';

/** Shorter than this, a lock might end before the work does. */
const shortMs = dayMs;
/** No more than this is bought by cleaning up; the next backup or renewal gives each lock its proper length. */
const maxDays = 30;
/** Names that a refusal shows. */
const shown = 3;

export type LocksMadeSure = {
  readonly renewed: number;
  /** The earliest end of a lock over all that kept snapshots need and that is there. */
  readonly lockedUntil: Instant;
};

/**
 * Lock before you sweep (design 4): ends well only when every version that kept snapshots need is under a running lock, having
 * lengthened what is short where one of these keys may. What is gone for good cannot be harmed any more and stops nothing.
 * @param lengthen stores of keys that may perhaps lengthen locks, tried one after the other
 * @throws clean-unsafe with what lacks, clocks-differ
 */
export async function makeSureOfLocks(
  state: CleanState,
  lengthen: readonly ObjectStore[],
  { prefix, time, world }: { readonly prefix: string; readonly time: ProviderTime; readonly world: World },
): Promise<LocksMadeSure> {
  const { ours, kept, broken, contradicted, keptVersions, missing } = state;
  const refuse = (what: string): HoldfastError => new HoldfastError('clean-unsafe', { what });
  if (ours.snapshots.length === 0)
    throw refuse('no backup of this repository was found here. Look whether the kit belongs to this bucket');
  if (kept.every(({ id }) => broken.has(id)))
    throw refuse('no backup here is whole, so it cannot be told what has to be kept');
  if (contradicted > 0)
    throw refuse(
      `the storage left ${contradicted} objects out of its listing that are there when asked for, so the listing is not to be trusted. Try again later`,
    );
  const gone = new Set(missing.map(versionKey));
  const there = keptVersions.filter((version) => !gone.has(versionKey(version)));
  const dates = new Map(state.dates);
  const dateOf = (version: NeededVersion): Instant => dates.get(versionKey(version)) ?? 0;
  let renewed = 0;
  for (const store of lengthen) {
    const short = there.filter((version) => dateOf(version) < time.now() + shortMs);
    if (short.length === 0) break;
    const days = Math.min(maxDays, kept[0]!.body.protectDays);
    const options = { prefix, time, world, policy: lockPolicy(Math.max(days, 1)) };
    const done = await renewLeases(
      store,
      short.map((version) => asLeased(version, state)),
      options,
    );
    for (const { object, until } of [...done.confirmed, ...done.refused])
      dates.set(versionKey(object), Math.max(until, dates.get(versionKey(object)) ?? 0));
    renewed += done.confirmed.length;
  }
  await time.refresh();
  const lapsed = there.filter((version) => dateOf(version) <= time.now());
  if (lapsed.length > 0)
    throw refuse(
      `${lapsed.length === 1 ? 'one object' : `${lapsed.length} objects`} that backups need ${lapsed.length === 1 ? 'is' : 'are'} under no running lock (${lapsed
        .slice(0, shown)
        .map(({ name }) => name)
        .join(
          ', ',
        )}${lapsed.length > shown ? ', …' : ''}), and the keys at hand cannot lock ${lapsed.length === 1 ? 'it' : 'them'} again. Give a renewal key in HOLDFAST_KEY_ID and HOLDFAST_KEY, then run this once more`,
    );
  return {
    renewed,
    lockedUntil: there.reduce((least, version) => Math.min(least, dateOf(version)), Number.POSITIVE_INFINITY),
  };
}

const asLeased = (version: NeededVersion, { look, at }: CleanState): LeasedObject => ({
  name: version.name,
  versionId: version.versionId,
  uploadedAt: look.seen(version)?.uploadedAt ?? at,
});
