import type { Catalog } from '../catalog/catalog.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import type { ProviderTime } from '../locks/provider-time.ts';
import type { RetentionPolicy } from '../locks/retention.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';
import type { World } from '../system/world.ts';
import type { Needs, NeededVersion } from '../upkeep/needs.ts';
import { renewLocks, type Convenience, type RenewalReport } from '../upkeep/renew-locks.ts';
import { afford } from './afford.ts';
import { alarmsOf, type Alarm } from './alarms.ts';
import { chooseOwn } from './choose-own.ts';
import { boundsFor, RoundBudget } from './guard-bounds.ts';
import { beyondRenewal } from './guard-key.ts';
import { listCleartexts, type GuardedRepository, type GuardedSnapshot } from './list-cleartexts.ts';
import { readKnown } from './read-known.ts';
import { SnapshotMemory } from './snapshot-memory.ts';
import { watchNeeded, type Watched } from './watch-needed.ts';
import { withinCalls } from './within-calls.ts';

/** What the owner of the guard chose; the owner of the backups has no say in it. */
export type GuardPolicy = {
  readonly lock: LockPolicy;
  readonly retention: RetentionPolicy;
  /** Not more than this is kept locked. */
  readonly maxBytes: number;
  /** A round makes about so many calls at most. */
  readonly maxCalls: number;
  readonly noSnapshotMs: number;
};

export type Guard = {
  readonly repository: GuardedRepository;
  readonly catalog: Catalog;
  readonly policy: GuardPolicy;
  readonly time: ProviderTime;
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  /** Calls made by this round so far, failed ones included. */
  readonly calls: () => number;
};

export type RoundReport = {
  /** Provider time. */
  readonly at: Instant;
  /** Authentic ones. */
  readonly snapshots: number;
  /** Of these, renewed with all that they need. */
  readonly kept: number;
  /** Under `snapshots/` and not authentic. */
  readonly foreign: number;
  readonly newest: Instant | undefined;
  /** The smallest confirmed date over all that is kept; undefined: nothing is, 0: something has none. */
  readonly protectedUntil: Instant | undefined;
  readonly keptBytes: number;
  readonly renewed: number;
  readonly left: number;
  readonly calls: number;
  /** Provider minus this computer, ms. */
  readonly skewMs: number;
  readonly alarms: readonly Alarm[];
};

const hourMs = 3_600_000;
/** Conveniences beyond what a set of this size has are somebody's garbage. */
const convenienceBytes = (neededBytes: number): number => 256 * 2 ** 20 + 0.02 * neededBytes;
const watchingSince = 'watching since';

/**
 * One round: reads which snapshots there are and what they need, looks at all of it, and renews the locks of what its own
 * policy keeps. Whatever lies in the bucket, the round is bounded; what is old comes first. Never hides, deletes or uploads.
 * @throws cancelled, key-invalid, bucket-missing and what is no answer: network-unreachable, provider-busy, …
 */
export async function guardRound(guard: Guard): Promise<RoundReport> {
  const { repository, catalog, policy, time } = guard;
  const budget = new RoundBudget(boundsFor(policy.maxCalls));
  const memory = new SnapshotMemory(catalog, repository.listKey);
  const since = firstRound(catalog, time.now());
  const beyondRole = beyondRenewal(await repository.store.keyCapabilities());

  const listing = await listCleartexts(repository, memory, budget, time.now());
  const kept = await chooseOwn(guard, listing.snapshots, budget);
  const known = await readKnown(guard, kept, budget);
  const affordable = afford(known.snapshots, (snapshot) => known.needs.union([snapshot]), policy.maxBytes);
  const watched = await watchNeeded(
    repository,
    catalog,
    memory,
    { needed: affordable.needed, snapshots: affordable.snapshots },
    budget,
  );
  const hoursApart = whereClocksDiffer(time);
  const conveniences = watched.conveniences.within(
    Math.min(policy.maxBytes - affordable.bytes, convenienceBytes(affordable.bytes)),
  );
  const renewal =
    hoursApart === undefined ? await renew(guard, affordable.needed, conveniences, watched) : undefined;

  const until = leastOf(known.needs, affordable.snapshots, catalog);
  const newest = listing.snapshots.at(-1)?.uploadedAt;
  const isThin = until !== undefined && until - time.now() < 0.75 * policy.lock.protectMs;
  const missing = new Set([
    ...watched.absent.map(({ name }) => name),
    ...(renewal?.report.missing ?? []).map(({ name }) => name),
    ...known.needs.unreadable
      .filter(({ snapshots }) => snapshots.some((id) => affordable.snapshots.some((one) => one.id === id)))
      .map(({ part }) => part.name),
  ]);
  return {
    at: time.now(),
    snapshots: listing.snapshots.length,
    kept: affordable.snapshots.length,
    foreign: listing.foreign,
    newest,
    protectedUntil: until,
    keptBytes: affordable.bytes,
    renewed: renewal?.report.renewed ?? 0,
    left: renewal?.left ?? 0,
    calls: guard.calls(),
    skewMs: time.skewMs,
    alarms: alarmsOf({
      now: time.now(),
      newest,
      watchingSince: since,
      noSnapshotMs: policy.noSnapshotMs,
      dayMs: policy.lock.dayMs,
      foreignSnapshots: listing.foreign,
      notUnderstood: listing.notUnderstood + known.notUnderstood,
      covered: watched.covered,
      refused: renewal?.report.refused ?? [],
      missing: [...missing],
      beyondRole,
      hoursApart,
      budget: {
        snapshots: affordable.left.length,
        renewals: isThin ? (renewal?.left ?? 0) : 0,
        unread: listing.unread + known.postponed,
        listingCut: budget.listingCut,
      },
    }),
  };
}

function firstRound(catalog: Catalog, now: Instant): Instant {
  const noted = catalog.meta(watchingSince);
  if (noted !== undefined) return Number(noted);
  catalog.setMeta(watchingSince, String(now));
  return now;
}

function whereClocksDiffer(time: ProviderTime): number | undefined {
  try {
    time.assertMayLock();
    return undefined;
  } catch {
    return Math.round(time.skewMs / hourMs);
  }
}

async function renew(
  { repository, catalog, policy, time, world, signal, calls }: Guard,
  needed: readonly NeededVersion[],
  conveniences: readonly Convenience[],
  { hidden }: Watched,
): Promise<{ readonly report: RenewalReport; readonly left: number }> {
  const maxCalls = Math.max(0, policy.maxCalls - calls());
  const dateOf = (version: ObjectVersion): Instant | undefined => catalog.confirmedLease(version);
  const enough = time.now() + policy.lock.protectMs;
  const all: readonly (NeededVersion | Convenience)[] = [...needed, ...conveniences];
  const { now, left } = withinCalls(all, dateOf, enough, maxCalls);
  const isNeeded = (one: NeededVersion | Convenience): one is NeededVersion => 'kind' in one;
  const report = await renewLocks(
    { repository, catalog, policy: policy.lock, time, world, signal },
    {
      needed: now.filter(isNeeded),
      conveniences: now.filter((one): one is Convenience => !isNeeded(one)),
      hidden,
      maxCalls,
    },
  );
  return { report, left: report.left + left.length };
}

function leastOf(needs: Needs, snapshots: readonly GuardedSnapshot[], catalog: Catalog): Instant | undefined {
  if (snapshots.length === 0) return undefined;
  const dates = needs.least(snapshots, (version) => catalog.confirmedLease(version) ?? 0);
  return [...dates.values()].reduce((least, date) => Math.min(least, date), Number.POSITIVE_INFINITY);
}
