import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { HoldfastError } from '../../errors/holdfast-error.ts';
import { lockPolicy, type LockPolicy } from '../../locks/lock-policy.ts';
import { readLease } from '../../locks/confirm-lease.ts';
import { renewLeases, type LeasedObject } from '../../locks/renew-leases.ts';
import type { NeededObject } from '../../model/needed-object.ts';
import type { Instant } from '../../model/object.ts';
import { concurrently } from '../../system/concurrently.ts';
import { versionKey } from '../../upkeep/needs.ts';
import type { World } from '../../system/world.ts';
import type { Recovery } from '../connect-recovery.ts';
import { findNeededPacks } from '../find-needed-packs.ts';
import { stopIfAborted } from '../stop-if-aborted.ts';

const atATime = 16;
/** Looked at and renewed together, so that what is done stays done when a run is stopped. */
const batch = 256;

/** Nobody should pay for years because a snapshot says so: whoever had the keys may have written it. */
export const mostDaysUnasked = 90;

export type HoldRequest = {
  readonly recovery: Pick<Recovery, 'repository' | 'time'>;
  readonly snapshot: FoundSnapshot;
  /** Whole days. */
  readonly protectDays: number;
  /** Versions that an earlier snapshot of this run needs too, by name and version; grows. */
  readonly done: Map<string, Instant>;
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (objects: { readonly done: number; readonly needed: number }) => void;
};

export type Held = {
  readonly needed: number;
  /** Locks that were lengthened and read back. */
  readonly lengthened: number;
  /** Locked for long enough already. */
  readonly longEnough: number;
  /** Gone from the bucket. */
  readonly missing: readonly string[];
  readonly refused: readonly { readonly name: string; readonly until: Instant; readonly reason: string }[];
  /** List parts that are gone: what they named is not known. */
  readonly lostLists: number;
  /** The smallest lock of all that is there, read back from the provider. */
  readonly lockedUntil: Instant | undefined;
};

/**
 * Lengthens the locks of everything that a snapshot needs to its period from now, its own object last. Every date is read back.
 * @throws period-invalid, clocks-differ, key-insufficient (where all are refused), and what the store throws
 */
export async function holdSnapshot(request: HoldRequest): Promise<Held> {
  const { recovery, snapshot, protectDays, done, world, signal, onProgress } = request;
  const policy = lockPolicy(protectDays);
  const packs: NeededObject[] = [];
  const lostLists = await findNeededPacks(
    { repository: recovery.repository, snapshots: [snapshot], signal },
    { need: (rows) => void packs.push(...rows) },
  );
  const needed = distinct([...packs, ...snapshot.parts, snapshot.version]);
  const tally = { lengthened: 0, longEnough: 0, missing: [] as string[], refused: [] as Refused[] };
  let lockedUntil: Instant | undefined;
  const note = (object: NeededObject, until: Instant): void => {
    done.set(versionKey(object), until);
    lockedUntil = Math.min(lockedUntil ?? until, until);
  };
  for (let at = 0; at < needed.length; at += batch) {
    stopIfAborted(signal);
    const some = needed.slice(at, at + batch);
    const { short, gone } = await whichAreShort(recovery, some, policy, done, (object, until) => {
      tally.longEnough++;
      note(object, until);
    });
    tally.missing.push(...gone);
    const { store, prefix } = recovery.repository;
    const renewed = await renewLeases(store, short, { prefix, time: recovery.time, policy, world });
    tally.lengthened += renewed.confirmed.length;
    for (const { object, until } of renewed.confirmed) note(object, until);
    tally.missing.push(...renewed.missing.map(({ name }) => name));
    for (const { object, until, error } of renewed.refused) {
      tally.refused.push({ name: object.name, until, reason: error.words });
      note(object, until);
    }
    stopWhereAllAreRefused(tally.lengthened, renewed.refused);
    onProgress?.({ done: Math.min(at + batch, needed.length), needed: needed.length });
  }
  return { needed: needed.length, ...tally, lostLists, lockedUntil };
}

type Refused = Held['refused'][number];

/** A key that may not: nobody should wait for ten thousand refusals. */
function stopWhereAllAreRefused(
  lengthened: number,
  refused: readonly { readonly error: HoldfastError }[],
): void {
  const first = refused[0]?.error;
  if (lengthened === 0 && first && refused.every(({ error }) => error.code === 'key-insufficient'))
    throw first;
}

type Short = NeededObject & LeasedObject;

async function whichAreShort(
  { repository, time }: HoldRequest['recovery'],
  objects: readonly NeededObject[],
  { protectMs }: LockPolicy,
  done: ReadonlyMap<string, Instant>,
  longEnough: (object: NeededObject, until: Instant) => void,
): Promise<{ readonly short: readonly Short[]; readonly gone: readonly string[] }> {
  const short: Short[] = [];
  const gone: string[] = [];
  const { store, prefix } = repository;
  await concurrently(objects, atATime, async (object) => {
    const version = { name: prefix + object.name, versionId: object.versionId };
    const until = done.get(versionKey(object)) ?? (await readLease(store, version));
    if (until === undefined) gone.push(object.name);
    else if (until >= time.now() + protectMs) longEnough(object, until);
    // Its age would only make the lock longer than was asked for.
    else short.push({ ...object, uploadedAt: time.now() });
  });
  return { short, gone };
}

const distinct = (objects: readonly NeededObject[]): readonly NeededObject[] => [
  ...new Map(objects.map((object) => [versionKey(object), object])).values(),
];
