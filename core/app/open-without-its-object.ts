import { listSnapshots } from '../catalog/snapshots.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { repositoryFromKit } from '../repository/open-repository.ts';
import type { Repository } from '../repository/repository.ts';
import type { ObjectStore } from '../storage/object-store.ts';

/**
 * Reads where the repository object is gone. Its lock is no part of any snapshot's date, so it may end before them, and
 * then whoever holds the backup key has the bucket delete it; master key and repository id (both in the kit) are all
 * that reading needs. A snapshot that authenticates proves that they belong here.
 * @param refusal why it was not opened the usual way; thrown again where there is no such snapshot
 */
export async function openWithoutItsObject(
  refusal: unknown,
  store: ObjectStore,
  prefix: string,
  master: Uint8Array,
  repositoryId: string,
): Promise<Repository> {
  const isNotThere = (['repository-missing', 'words-wrong', 'format-unknown'] as const).some((code) =>
    isHoldfastError(refusal, code),
  );
  if (!isNotThere) throw refusal;
  const repository = repositoryFromKit(store, prefix, master, repositoryId);
  const { snapshots } = await listSnapshots(repository, undefined);
  if (snapshots.length === 0) throw refusal;
  return repository;
}
