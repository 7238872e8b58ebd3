import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { ListedVersion } from '../model/object.ts';
import type { Repository } from './repository.ts';
import { cleartextLength, cleartextLengthBytes, readCleartext } from './snapshot-object.ts';

/** Most snapshots are shorter, so that one read tells. */
const firstRead = 16 * 1024;

/**
 * Whether an object under `snapshots/` begins as one of this repository does: a forgery costs kilobytes, however long it is. A
 * copied beginning passes, so the object still has to be opened.
 * @throws object-missing
 */
export async function beginsAsOurs(
  { store, keys, repositoryId }: Pick<Repository, 'store' | 'keys' | 'repositoryId'>,
  version: ListedVersion,
): Promise<boolean> {
  if (version.kind !== 'object' || version.size <= cleartextLengthBytes) return false;
  try {
    const start = await store.get(version, { start: 0, end: Math.min(firstRead, version.size) });
    const length = cleartextLength(start, version.size);
    if (length > version.size) return false;
    const bytes = length <= start.length ? start : await store.get(version, { start: 0, end: length });
    return readCleartext(bytes.subarray(0, length), keys.list).repositoryId === repositoryId;
  } catch (error) {
    if (isHoldfastError(error, 'object-damaged')) return false;
    // Authentic, of a later format.
    if (isHoldfastError(error, 'format-unknown')) return true;
    throw error;
  }
}
