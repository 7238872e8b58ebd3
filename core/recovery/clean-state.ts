import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { dayMs } from '../locks/period.ts';
import type { Instant } from '../model/object.ts';
import { versionKey, type NeededVersion } from '../upkeep/needs.ts';
import { assertNotAborted } from '../upkeep/read-leases.ts';
import { whatIsKept } from '../upkeep/survey.ts';
import { readGarbageDates, readOwnDates } from './clean-dates.ts';
import { CleanLook, type SeenName } from './clean-look.ts';
import { readOurs, type Ours } from './clean-ours.ts';
import type { Recovery } from './connect-recovery.ts';

/** What the bucket shows at one moment. */
export type CleanState = {
  /** Provider time at which the listing began. */
  readonly at: Instant;
  readonly ours: Ours;
  readonly look: CleanLook;
  /** Snapshots that retention keeps, oldest first, whole or not. */
  readonly kept: readonly FoundSnapshot[];
  /** All that kept snapshots need. */
  readonly keptVersions: readonly NeededVersion[];
  /** Ids of snapshots that miss something, both by the listing and when asked. */
  readonly broken: ReadonlySet<string>;
  /** Of what is kept, gone for good. */
  readonly missing: readonly NeededVersion[];
  /** Needed, there when asked for, and left out by the listing: then the listing is not to be trusted. */
  readonly contradicted: number;
  /** Compliance dates by versionKey, of what kept snapshots need and of what is hidden. */
  readonly dates: ReadonlyMap<string, Instant>;
  /** Names to clear of markers. */
  readonly removable: ReadonlyMap<string, SeenName>;
  /** Names under markers whose locks had ended and which no kept snapshot needs, as Holdfast itself hides: left alone. */
  readonly givenBack: number;
};

/** A false snapshot may name millions of versions that never were. What a listing leaves out by mistake shows among so many. */
const maxUnseenAsked = 10_000;

export type StateOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Rows of the listing so far. */
  readonly onRows?: (rows: number) => void;
};

/**
 * Reads what is ours, lists everything below the prefix, and finds what lies under markers. Writes nothing.
 * @throws format-unknown, cancelled, network errors
 */
export async function readCleanState(
  { repository, time }: Pick<Recovery, 'repository' | 'time'>,
  { signal, onRows }: StateOptions,
): Promise<CleanState> {
  const { store, prefix } = repository;
  await time.refresh();
  const at = Math.floor(time.now());
  const ours = await readOurs(repository);
  const { snapshots, needs, conveniences } = ours;
  const look = new CleanLook(prefix, needs.versions, conveniences, at);
  let rows = 0;
  for await (const page of store.listVersions(prefix)) {
    assertNotAborted(signal);
    for (const row of page) look.take(row);
    onRows?.((rows += page.length));
  }
  const unseen = needs.versions.filter((version) => !look.seen(version));
  const found = await readOwnDates(repository, look, unseen.slice(0, maxUnseenAsked), signal);
  const contradicted = unseen.filter((version) => found.has(versionKey(version))).length;
  const gone = new Set(unseen.map(versionKey).filter((key) => !found.has(key)));
  const broken = brokenOnes(ours, gone);
  const { reasons } = whatIsKept(snapshots, undefined, at, dayMs, () => broken);
  const kept = snapshots.filter(({ id }) => reasons.has(id));
  const keptVersions = needs.union(kept);
  const dates = new Map([...found, ...(await datesOfInterest(repository, look, keptVersions, gone, signal))]);
  for (const tally of Object.values(look.garbage)) await readGarbageDates(repository, tally, signal);
  const keptNames = new Set(keptVersions.map(({ name }) => name));
  const marked = [...look.names.values()].filter((name) => name.markers > 0);
  const removable = marked.filter((name) => isRemovable(name, keptNames, dates, at));
  return {
    at,
    ours,
    look,
    kept,
    keptVersions,
    broken,
    missing: keptVersions.filter((version) => gone.has(versionKey(version))),
    contradicted,
    dates,
    removable: new Map(removable.map((name) => [name.name, name])),
    givenBack: marked.length - removable.length,
  };
}

function brokenOnes({ snapshots, needs }: Ours, gone: ReadonlySet<string>): ReadonlySet<string> {
  const whole = needs.least(snapshots, (version) => (gone.has(versionKey(version)) ? 0 : 1));
  return new Set([...whole].filter(([, least]) => least === 0).map(([id]) => id));
}

async function datesOfInterest(
  repository: Recovery['repository'],
  look: CleanLook,
  keptVersions: readonly NeededVersion[],
  gone: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Instant>> {
  const marked = [...look.names.values()]
    .filter(({ markers }) => markers > 0)
    .flatMap(({ name, versions }) => [...versions.keys()].map((versionId) => ({ name, versionId })));
  const wanted = new Map(
    [...keptVersions, ...marked].map(({ name, versionId }) => [
      versionKey({ name, versionId }),
      { name, versionId },
    ]),
  );
  for (const key of gone) wanted.delete(key);
  return await readOwnDates(repository, look, [...wanted.values()], signal);
}

/**
 * Holdfast hides only what no kept snapshot needs and no lock holds. So what is kept, or under a running lock, was hidden by
 * somebody else; keys and the repository object Holdfast never hides.
 */
function isRemovable(
  { name, versions }: SeenName,
  keptNames: ReadonlySet<string>,
  dates: ReadonlyMap<string, Instant>,
  now: Instant,
): boolean {
  if (keptNames.has(name) || name.startsWith('keys/') || name.startsWith('repository/')) return true;
  return [...versions.keys()].some((versionId) => (dates.get(versionKey({ name, versionId })) ?? 0) > now);
}
