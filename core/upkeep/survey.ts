import type { Catalog } from '../catalog/catalog.ts';
import { listSnapshots, type FoundSnapshot } from '../catalog/snapshots.ts';
import { chooseKept, type KeepReason } from '../locks/choose-kept.ts';
import { standingDecisions, type Standing } from '../locks/decisions.ts';
import type { Instant } from '../model/object.ts';
import type { Decision } from '../model/snapshot.ts';
import type { Repository } from '../repository/repository.ts';
import { readNeeds, type Needs } from './needs.ts';

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
  const { standing, reasons } = whatIsKept(snapshots, local, now, dayMs);
  const needs = await readNeeds(repository, snapshots, catalog);
  const kept = snapshots.filter(({ id }) => reasons.has(id));
  return { snapshots, foreign, standing, kept, reasons, needs };
}

/** By retention, pins and suspicions alone. Parameters as of `survey`. */
export function whatIsKept(
  snapshots: readonly Pick<FoundSnapshot, 'id' | 'uploadedAt' | 'body'>[],
  local: readonly Decision[] | undefined,
  now: Instant,
  dayMs: number,
): Pick<Survey, 'standing' | 'reasons'> {
  const published = snapshots.map(({ uploadedAt, body }) => ({ uploadedAt, decisions: body.decisions }));
  const standing = standingDecisions(published, local, now, dayMs);
  const keepable = snapshots.map(({ id, uploadedAt, body: { complete } }) => ({ id, uploadedAt, complete }));
  return { standing, reasons: chooseKept(keepable, standing, dayMs) };
}
