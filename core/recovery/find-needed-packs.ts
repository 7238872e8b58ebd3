import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { NeededObject } from '../model/needed-object.ts';
import { decodeListPart, maxListPartBytes } from '../repository/list-part.ts';
import { findObject, readObject } from '../repository/read-object.ts';
import type { Repository } from '../repository/repository.ts';
import { unlessForeign } from '../repository/unless-foreign.ts';
import { concurrently } from '../system/concurrently.ts';
import type { PlacesRequest } from './chunk-places.ts';
import type { ScratchPacks } from './scratch-packs.ts';
import { stopIfAborted } from './stop-if-aborted.ts';

const atATime = 16;

/**
 * Reads the list parts of the chosen snapshots, each once; snapshots share most of them.
 * @returns how many are gone
 */
export async function findNeededPacks(
  { repository, snapshots, signal }: Pick<PlacesRequest, 'repository' | 'snapshots' | 'signal'>,
  packs: Pick<ScratchPacks, 'need'>,
): Promise<number> {
  const parts = new Map<string, NeededObject>();
  for (const snapshot of snapshots)
    for (const part of snapshot.parts) parts.set(`${part.name} ${part.versionId}`, part);
  let lost = 0;
  await concurrently(parts.values(), atATime, async (part) => {
    stopIfAborted(signal);
    const bytes = await readPart(repository, part);
    const rows = bytes && unlessForeign(() => decodeListPart(bytes));
    if (rows) packs.need(rows);
    else lost++;
  });
  return lost;
}

/** By version, else another version of the same bytes: a part was stored again, or its version was copied wrong. */
async function readPart({ store, prefix }: Repository, part: NeededObject): Promise<Uint8Array | undefined> {
  if (part.size > maxListPartBytes) return undefined;
  try {
    return await readObject(store, prefix, part);
  } catch (error) {
    if (!isHoldfastError(error, 'object-missing') && !isHoldfastError(error, 'object-damaged')) throw error;
    return (await findObject(store, prefix, part.name, part.size, maxListPartBytes))?.bytes;
  }
}
