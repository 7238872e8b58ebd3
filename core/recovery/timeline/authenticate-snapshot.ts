import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { sha256Hex } from '../../crypto/sha256.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { ListedVersion } from '../../model/object.ts';
import type { Repository } from '../../repository/repository.ts';
import {
  cleartextLength,
  cleartextLengthBytes,
  openSnapshot,
  readCleartext,
} from '../../repository/snapshot-object.ts';
import type { SnapshotName } from './snapshot-names.ts';

/** Most snapshots are shorter, so that one read is enough for them, and rubbish costs no more. */
const firstRead = 16 * 1024;
/** Half a petabyte names fewer list parts than fit into this. */
const maxCleartextBytes = 16 * 2 ** 20;

export type Authenticated = FoundSnapshot | 'foreign' | 'not-understood';

/**
 * Looks whether a name is a snapshot of ours: first the cleartext at its beginning, under the MAC, and only what passes is read
 * whole. Only the oldest version is looked at, since nobody can have stored something under our name before us; the second
 * one where the oldest is gone meanwhile.
 */
export async function authenticateSnapshot(
  repository: Repository,
  { id, versions }: Pick<SnapshotName, 'id' | 'versions'>,
): Promise<Authenticated> {
  for (const version of versions.slice(0, 2)) {
    try {
      return await authenticate(repository, id, version);
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing')) throw error;
    }
  }
  return 'foreign';
}

async function authenticate(
  repository: Repository,
  id: string,
  version: ListedVersion,
): Promise<Authenticated> {
  const { store, prefix, keys, repositoryId } = repository;
  try {
    const first = Math.min(firstRead, version.size);
    let bytes = await store.get(version, { start: 0, end: first });
    const readTo = async (end: number): Promise<void> => {
      if (end > bytes.length)
        bytes = Buffer.concat([bytes, await store.get(version, { start: bytes.length, end })]);
    };
    const clearLength = cleartextLength(bytes.subarray(0, cleartextLengthBytes), maxCleartextBytes);
    if (clearLength > version.size) return 'foreign';
    await readTo(clearLength);
    if (readCleartext(bytes.subarray(0, clearLength), keys.list).repositoryId !== repositoryId)
      return 'foreign';
    await readTo(version.size);
    if (sha256Hex(bytes) !== id) return 'foreign';
    const { parts, body } = openSnapshot(keys, repositoryId, bytes);
    const name = version.name.slice(prefix.length);
    return {
      id,
      version: { name, versionId: version.versionId, size: version.size },
      uploadedAt: version.uploadedAt,
      parts,
      body,
    };
  } catch (error) {
    if (isHoldfastError(error, 'object-damaged')) return 'foreign';
    if (isHoldfastError(error, 'format-unknown')) return 'not-understood';
    throw error;
  }
}
