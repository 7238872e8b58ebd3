import type { Catalog } from '../catalog/catalog.ts';
import { listSnapshots, type FoundSnapshot } from '../catalog/snapshots.ts';
import { chooseKept, type KeepReason } from '../locks/choose-kept.ts';
import { standingDecisions, type Standing } from '../locks/decisions.ts';
import { letGoBefore } from '../locks/let-go-before.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';
import type { Decision } from '../model/snapshot.ts';
import type { Repository } from '../repository/repository.ts';
import { readNeeds, versionKey, type Needs } from './needs.ts';

/** What is there and what of it is kept. */
export type Survey = {
  /** All that authenticate, oldest first in provider time. */
  readonly snapshots: readonly FoundSnapshot[];
  /** Names under `snapshots/` that are not ours or not genuine. */
  readonly foreign: number;
  readonly standing: Standing;
  /** Oldest first. */
  readonly kept: readonly FoundSnapshot[];
  /** Snapshot id → why it is kept; the others are not in it. */
  readonly reasons: ReadonlyMap<string, readonly KeepReason[]>;
  /** Of all snapshots, kept or not. */
  readonly needs: Needs;
};

/**
 * Lists `snapshots/` afresh and reads every list part that is not in the catalog yet.
 * @param catalog brought up to date by the caller
 * @param local the owner's decisions as this computer has them; undefined: only what was published counts
 * @param now provider time
 * @param dayMs the policy's day
 * @throws format-unknown where a snapshot is of a later format: nobody may decide over what he cannot read
 */
export async function survey(
  repository: Repository,
  catalog: Catalog,
  local: readonly Decision[] | undefined,
  now: Instant,
  dayMs: number,
): Promise<Survey> {
  const { snapshots, foreign } = await listSnapshots(repository, catalog);
  const needs = await readNeeds(repository, snapshots, catalog);
  const { standing, reasons } = whatIsKept(snapshots, local, now, dayMs, () =>
    brokenOnes(snapshots, needs, catalog),
  );
  const kept = snapshots.filter(({ id }) => reasons.has(id));
  return { snapshots, foreign, standing, kept, reasons, needs };
}

/**
 * By retention, pins and suspicions alone. Parameters as of `survey`.
 * @param broken ids of those that miss something. One of these that was let go before stays so where a policy would keep it again: it
 *   was given back. Any other takes the place of no whole one. undefined: not known, so they are taken to be whole
 */
export function whatIsKept(
  snapshots: readonly Pick<FoundSnapshot, 'id' | 'uploadedAt' | 'body'>[],
  local: readonly Decision[] | undefined,
  now: Instant,
  dayMs: number,
  broken?: () => ReadonlySet<string>,
): Pick<Survey, 'standing' | 'reasons'> {
  const published = snapshots.map(({ id, uploadedAt, body: { complete, decisions } }) => ({
    id,
    uploadedAt,
    complete,
    decisions,
  }));
  const standing = standingDecisions(published, local, now, dayMs);
  const reasons = chooseKept(published, standing, dayMs);
  const isBroken = broken?.() ?? new Set();
  if (![...reasons.keys()].some((id) => isBroken.has(id))) return { standing, reasons };
  const letGo = letGoBefore(published, dayMs);
  const marked = published.map((one) =>
    isBroken.has(one.id) ? { ...one, [letGo.has(one.id) ? 'spent' : 'broken']: true } : one,
  );
  return { standing, reasons: chooseKept(marked, standing, dayMs) };
}

/** A lock that was confirmed proves that the object is there, whatever a listing leaves out. */
export function unlistedSnapshots(
  { snapshots, standing }: Pick<Survey, 'snapshots' | 'standing'>,
  catalog: Catalog,
): readonly ObjectVersion[] {
  const listed = new Set(snapshots.map(({ version }) => version.name));
  return catalog.objects
    .ofKinds('snapshot')
    .filter(({ name, confirmedUntil }) => confirmedUntil > standing.asOf && !listed.has(name));
}

function brokenOnes(
  snapshots: readonly FoundSnapshot[],
  needs: Needs,
  catalog: Catalog,
): ReadonlySet<string> {
  const known = new Set(catalog.objects.ofKinds('data', 'tree', 'pack', 'list').map(versionKey));
  // These were listed a moment ago; the catalog learns of another writer's when they are renewed.
  for (const { version } of snapshots) known.add(versionKey(version));
  const whole = needs.least(snapshots, (version) => (known.has(versionKey(version)) ? 1 : 0));
  return new Set([...whole].filter(([, least]) => least === 0).map(([id]) => id));
}
