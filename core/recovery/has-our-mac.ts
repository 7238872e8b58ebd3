import type { ListedVersion } from '../model/object.ts';
import type { Repository } from '../repository/repository.ts';
import { cleartextLength, cleartextLengthBytes, readCleartext } from '../repository/snapshot-object.ts';
import { unlessForeign } from '../repository/unless-foreign.ts';

/**
 * Whether a snapshot object begins as one of this repository does. Reads its beginning only: a forgery costs kilobytes. A copied
 * beginning passes, so the object still has to be opened.
 */
export async function hasOurMac(
  { store, keys, repositoryId }: Repository,
  version: ListedVersion,
): Promise<boolean> {
  if (version.kind !== 'object' || version.size <= cleartextLengthBytes) return false;
  const start = await store.get(version, { start: 0, end: cleartextLengthBytes });
  const length = unlessForeign(() => cleartextLength(start, version.size));
  if (length === undefined || length > version.size) return false;
  const bytes = await store.get(version, { start: 0, end: length });
  return unlessForeign(() => readCleartext(bytes, keys.list))?.repositoryId === repositoryId;
}
