import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ListedVersion } from '../model/object.ts';
import type { Repository } from '../repository/repository.ts';
import { maxDeletions, type ObjectStore } from '../storage/object-store.ts';
import { assertNotAborted } from '../upkeep/read-leases.ts';
import type { SeenName } from './clean-look.ts';

/** Refusals that a report names; more of them say nothing new. */
const maxRefusals = 100;

export type RemovedMarkers = {
  readonly removed: number;
  /** More than were there a moment before: somebody is still at it. */
  readonly fresh: number;
  readonly refused: readonly { readonly name: string; readonly code: string; readonly words: string }[];
};

export type RemoveRequest = {
  /** For looking. */
  readonly repository: Pick<Repository, 'store' | 'prefix'>;
  /** May delete. It is used for markers and for nothing else. */
  readonly maintenance: Pick<ObjectStore, 'deleteVersions'>;
  /** By relative name, with how many markers were there when it was looked at. */
  readonly names: ReadonlyMap<string, Pick<SeenName, 'uploadedAt' | 'markers'>>;
  readonly signal?: AbortSignal | undefined;
  readonly onRemoved?: (removed: number) => void;
};

/**
 * Removes the markers above these names, from a fresh listing, a thousand in a call. The only code in recovery that deletes:
 * each row was listed as a marker a moment before. May be cut short and run again at any time.
 * @throws key-insufficient, key-invalid, cancelled, bug, network errors
 */
export async function removeMarkers(request: RemoveRequest): Promise<RemovedMarkers> {
  const { maintenance, repository, names, signal, onRemoved } = request;
  const { store, prefix } = repository;
  let removed = 0;
  let fresh = 0;
  const refused: RemovedMarkers['refused'][number][] = [];
  let batch: ListedVersion[] = [];
  let name = '';
  let ofName = 0;
  const flush = async (): Promise<void> => {
    assertNotAborted(signal);
    const left = new Set<string>();
    for (const { version, error } of await deleteMarkers(maintenance, batch)) {
      if (error.code === 'key-insufficient' || error.retry !== 'never') throw error;
      left.add(`${version.name} ${version.versionId}`);
      if (refused.length < maxRefusals)
        refused.push({ name: version.name.slice(prefix.length), code: error.code, words: error.words });
    }
    removed += batch.length - left.size;
    batch = [];
    onRemoved?.(removed);
  };
  for await (const page of store.listVersions(prefix))
    for (const row of page) {
      if (row.kind !== 'marker') continue;
      const own = names.get(row.name.slice(prefix.length));
      // One below what is ours hides nothing.
      if (own === undefined || row.uploadedAt < own.uploadedAt) continue;
      ofName = row.name === name ? ofName + 1 : 1;
      name = row.name;
      if (ofName > own.markers) fresh++;
      batch.push(row);
      if (batch.length === maxDeletions) await flush();
    }
  if (batch.length > 0) await flush();
  return { removed, fresh, refused };
}

/**
 * Deletes markers.
 * @throws bug for a row that is an object: nothing is sent then, not even the markers beside it
 */
export async function deleteMarkers(
  store: Pick<ObjectStore, 'deleteVersions'>,
  rows: readonly ListedVersion[],
): Promise<Awaited<ReturnType<ObjectStore['deleteVersions']>>> {
  const object = rows.find(({ kind }) => kind !== 'marker');
  if (object)
    throw new HoldfastError('bug', {
      reason: `recover clean was about to delete the object version ${object.versionId} of ${object.name}`,
    });
  return await store.deleteVersions(rows.map(({ name, versionId }) => ({ name, versionId })));
}
