import { dayMs } from '../locks/period.ts';
import { compliantUntil } from '../locks/confirm-lease.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import { folder, parseName } from '../repository/names.ts';
import type { Repository } from '../repository/repository.ts';
import { concurrently } from '../system/concurrently.ts';
import type { Findings } from './finding.ts';
import { versionKey, type Needed, type NeededObjects } from './needed-objects.ts';

/** HEADs at a time, where a listing does not tell locks. */
const headsAtOnce = 16;

export type Presence = {
  /** Keys of needed versions that are there with their size. */
  readonly present: ReadonlySet<string>;
  /** Snapshot id → the smallest lock date over all it needs; 0: some of it has no lock. */
  readonly protectedUntil: ReadonlyMap<string, Instant>;
};

/** Compares what snapshots need with a fresh listing: is it there, as long as it was, locked, and not covered? */
export async function checkPresence(
  repository: Pick<Repository, 'store' | 'prefix'>,
  needed: NeededObjects,
  now: Instant,
  findings: Findings,
): Promise<Presence> {
  const { store, prefix } = repository;
  const byName = new Map<string, Needed[]>();
  for (const object of needed.all.values()) {
    const known = byName.get(object.name);
    if (known) known.push(object);
    else byName.set(object.name, [object]);
  }
  const found: { readonly object: Needed; readonly version: ListedVersion }[] = [];
  let unused = 0;
  for (const kind of ['packs', 'lists', 'snapshots'] as const) {
    let above: ListedVersion[] = [];
    for await (const page of store.listVersions(folder(prefix, kind))) {
      for (const version of page) {
        if (above[0]?.name !== version.name) above = [];
        const name = version.name.slice(prefix.length);
        const objects = byName.get(name) ?? [];
        const object = objects.find(({ versionId }) => versionId === version.versionId);
        if (object && version.kind === 'object') {
          found.push({ object, version });
          noteCover(object, above, findings);
        }
        if (objects.length === 0 && version.latest && parseName('', name)?.kind === kind) unused++;
        above.push(version);
      }
    }
  }
  if (unused > 0) findings.add('unused-objects', String(unused));
  return await judge(repository, needed, found, now, findings);
}

/** Versions and markers above a needed one. Newest first, so they were listed before it. */
function noteCover(object: Needed, above: readonly ListedVersion[], findings: Findings): void {
  for (const version of above) {
    if (version.kind === 'marker') findings.add('hidden', object.name, object);
    else if (version.size === object.size) findings.add('surplus-version', object.name, object);
    else findings.add('overwritten', object.name, object);
  }
}

async function judge(
  { store }: Pick<Repository, 'store'>,
  needed: NeededObjects,
  found: readonly { readonly object: Needed; readonly version: ListedVersion }[],
  now: Instant,
  findings: Findings,
): Promise<Presence> {
  const present = new Set<string>();
  const protectedUntil = new Map<string, Instant>();
  const lower = (object: Needed, until: Instant): void => {
    for (const id of object.snapshots)
      protectedUntil.set(id, Math.min(until, protectedUntil.get(id) ?? Number.POSITIVE_INFINITY));
  };
  await concurrently(found, headsAtOnce, async ({ object, version }) => {
    const lockSeen = version.lock ? version : await headUnlessGone(store, version);
    if (!lockSeen) return;
    if (version.size !== object.size) {
      const code = object.kind === 'pack' ? 'pack-size-differs' : 'list-damaged';
      if (object.kind !== 'snapshot') findings.add(code, object.name, object);
      return;
    }
    present.add(versionKey(object));
    const until = compliantUntil(lockSeen);
    lower(object, until);
    if (until <= now) findings.add('not-locked', object.name, object);
    else if (until - now < (object.protectDays * dayMs) / 4) findings.add('lock-ending', object.name, object);
  });
  for (const object of needed.all.values()) {
    if (present.has(versionKey(object))) continue;
    lower(object, 0);
    if (object.kind === 'pack' && findings.causeFor(object.name) === undefined)
      findings.add('pack-missing', object.name, object);
  }
  return { present, protectedUntil };
}

async function headUnlessGone(
  store: Pick<Repository['store'], 'head'>,
  version: ListedVersion,
): Promise<Pick<ListedVersion, 'lock'> | undefined> {
  try {
    return await store.head(version);
  } catch (error) {
    if (isHoldfastError(error, 'object-missing')) return undefined;
    throw error;
  }
}
