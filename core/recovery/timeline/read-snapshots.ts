import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import { compliantUntil, readLease } from '../../locks/confirm-lease.ts';
import type { NeededObject } from '../../model/needed-object.ts';
import type { Instant } from '../../model/object.ts';
import { folder } from '../../repository/names.ts';
import { findAmong, readObject } from '../../repository/read-object.ts';
import type { Repository } from '../../repository/repository.ts';
import { concurrently } from '../../system/concurrently.ts';
import { ActivityLog } from './activity-log.ts';
import { authenticateSnapshot, type Authenticated } from './authenticate-snapshot.ts';
import { LookBudget } from './look-budget.ts';
import { judgeOwnDates } from './own-dates.ts';
import { earlier, firstAt, SnapshotNames, type SnapshotName } from './snapshot-names.ts';

/** A snapshot, and what stands above it that only an intruder puts above a running lock. */
export type SeenSnapshot = FoundSnapshot & {
  readonly hiddenAt: Instant | undefined;
  readonly overwrittenAt: Instant | undefined;
};

export type SnapshotsRead = {
  /** Oldest first. */
  readonly snapshots: readonly SeenSnapshot[];
  /** Names under `snapshots/` that nobody has looked into yet, and the oldest of them. */
  readonly unread: { readonly names: number; readonly since: Instant | null };
  /** Of those that were looked at under `snapshots/`, and what cannot be ours by its name or size. */
  readonly foreign: {
    readonly names: number;
    readonly versions: number;
    readonly markers: number;
    /** Authentic, of a format that this program does not know. */
    readonly notUnderstood: number;
  };
  /** When names under `snapshots/` came to be that are no snapshot of ours, as far as was looked. */
  readonly foreignTimes: ActivityLog;
};

const atATime = 16;
/** Names that are kept of a listing: an hourly backup of more than a year, in some megabytes. */
const mostNames = 12_000;
/** Hours that are told apart: two years in which something came every hour. */
const mostHours = 20_000;

/**
 * Lists `snapshots/` and looks into its names, oldest first, as far as the budget lets it: requests are bounded by what is ours,
 * whatever an intruder added.
 */
export async function readSnapshots(
  repository: Repository,
  { extraLooks, onListed }: { readonly extraLooks?: number; readonly onListed?: (versions: number) => void },
): Promise<SnapshotsRead> {
  const { store, prefix } = repository;
  const seen = new SnapshotNames(prefix, mostNames);
  const foreignTimes = new ActivityLog(mostHours);
  for await (const page of store.listVersions(folder(prefix, 'snapshots'))) {
    for (const version of page) {
      seen.take(version);
      if (version.kind === 'object') foreignTimes.add(version.uploadedAt, 'foreignVersions');
    }
    onListed?.(seen.versions);
  }
  const { names, dropped, droppedSince } = seen.end();
  const budget = new LookBudget(extraLooks);
  const snapshots: SeenSnapshot[] = [];
  let foreign = seen.foreignNames;
  let notUnderstood = 0;
  let at = 0;
  while (at < names.length && budget.mayLook(firstAt(names[at]!))) {
    const batch = names.slice(at, at + atATime);
    const found = new Map<SnapshotName, Seen>();
    await concurrently(batch, atATime, async (name) => {
      found.set(name, await look(repository, name));
    });
    // In the order of time, so that what is looked at does not depend on which answer came first.
    for (const name of batch) {
      const one = found.get(name)!;
      const snapshot = typeof one === 'string' ? undefined : one;
      budget.note({
        at: firstAt(name),
        authentic: snapshot !== undefined,
        attackedSince: snapshot && attackedSince(snapshot),
      });
      if (snapshot) {
        snapshots.push(snapshot);
        foreignTimes.add(snapshot.uploadedAt, 'foreignVersions', -1);
      } else if (one === 'not-understood') notUnderstood++;
      else foreign++;
    }
    at += batch.length;
  }
  const rest = names[at];
  return {
    snapshots,
    unread: { names: names.length - at + dropped, since: rest ? firstAt(rest) : droppedSince },
    foreign: {
      names: foreign,
      versions: seen.versions - snapshots.length,
      markers: seen.markers,
      notUnderstood,
    },
    foreignTimes,
  };
}

type Seen = SeenSnapshot | Exclude<Authenticated, FoundSnapshot>;

async function look(repository: Repository, name: SnapshotName): Promise<Seen> {
  const oldest = await authenticateSnapshot(repository, name);
  if (typeof oldest === 'string') return oldest;
  const found = { ...oldest, version: await lockedLongest(repository, name, oldest) };
  const { markerAt } = name;
  const otherAt = earlier(name.otherAt, await otherBytesAt(repository, name, oldest));
  const until = markerAt === undefined && otherAt === undefined ? 0 : await lockOf(repository, name, found);
  // Holdfast hides only what no lock holds and never revives it: a date that lies behind the marker was running then.
  const underLock = (at: Instant | undefined): Instant | undefined =>
    at !== undefined && until > at ? at : undefined;
  return { ...found, hiddenAt: underLock(markerAt), overwrittenAt: underLock(otherAt) };
}

/** Of several copies of the same bytes the one locked longest is the one that is renewed. */
async function lockedLongest(
  { store, prefix }: Pick<Repository, 'store' | 'prefix'>,
  { versions }: SnapshotName,
  { version }: FoundSnapshot,
): Promise<NeededObject> {
  const alike = versions.filter(({ size }) => size === version.size);
  if (alike.length < 2) return version;
  return (await findAmong(store, prefix, alike, version.size, version.size))?.version ?? version;
}

/** When the oldest version of the same length that has other bytes came: a copy of ours is no attack. */
async function otherBytesAt(
  { store, prefix }: Pick<Repository, 'store' | 'prefix'>,
  { versions }: SnapshotName,
  { version: { name, versionId, size } }: FoundSnapshot,
): Promise<Instant | undefined> {
  for (const other of versions) {
    if (other.size !== size || other.versionId === versionId) continue;
    try {
      await readObject(store, prefix, { name, versionId: other.versionId, size });
    } catch (error) {
      if (isHoldfastError(error, 'object-damaged')) return other.uploadedAt;
      if (!isHoldfastError(error, 'object-missing')) throw error;
    }
  }
  return undefined;
}

async function lockOf(
  { store, prefix }: Pick<Repository, 'store' | 'prefix'>,
  { versions }: SnapshotName,
  { version }: FoundSnapshot,
): Promise<Instant> {
  const { name, versionId } = version;
  const listed = versions.find((one) => one.versionId === versionId);
  if (listed?.lock) return compliantUntil(listed);
  return (await readLease(store, { name: prefix + name, versionId })) ?? 0;
}

/** What one snapshot alone says of an attack. */
function attackedSince(snapshot: SeenSnapshot): Instant | undefined {
  const times = [
    snapshot.hiddenAt,
    snapshot.overwrittenAt,
    judgeOwnDates(snapshot) === 'fits' ? undefined : snapshot.uploadedAt,
  ].filter((at) => at !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
}
