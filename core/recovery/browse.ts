import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { listDirectory, type ListedEntry } from '../restore/list-directory.ts';
import { isLostPiece } from '../restore/plan-restore.ts';
import { ChunkPlaces, type PlacesRequest } from './chunk-places.ts';

/**
 * What is in a directory of a snapshot. Where an index object lied or a pack is gone, all is looked for once more in the packs
 * themselves.
 * @throws path-not-in-snapshot, chunk-missing, object-missing, object-damaged
 */
export async function browse(
  request: Pick<PlacesRequest, 'repository' | 'signal' | 'onProgress'> & {
    readonly snapshot: FoundSnapshot;
    readonly path: string | undefined;
  },
): Promise<readonly ListedEntry[]> {
  const { repository, snapshot, path, signal } = request;
  const places = await ChunkPlaces.open({ ...request, snapshots: [snapshot], want: 'trees' });
  const look = async (): Promise<readonly ListedEntry[]> => {
    const found: ListedEntry[] = [];
    for await (const one of listDirectory(repository, places, snapshot, path)) found.push(one);
    return found;
  };
  try {
    return await look();
  } catch (error) {
    if (!isLostPiece(error) || !(await places.doubt('indexed', signal))) throw error;
    return await look();
  } finally {
    await places.close();
  }
}
