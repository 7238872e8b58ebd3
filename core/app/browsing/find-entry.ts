import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ChunkId, Entry } from '../../model/entry.ts';
import type { SnapshotBody } from '../../model/snapshot.ts';
import { findPath, pathParts, rootEntry, startsWithParts } from '../../restore/snapshot-paths.ts';
import type { TreeReader } from '../../restore/tree-reader.ts';
import type { FolderCache } from './folder-cache.ts';

/**
 * The folder at a path. A folder that was listed a moment ago is not read again to find one inside it: it may have a
 * hundred thousand entries.
 * @throws path-not-in-snapshot, also where it is no folder
 */
export async function findFolder(
  body: SnapshotBody,
  path: string,
  reader: TreeReader,
  folders: FolderCache,
): Promise<ChunkId> {
  const wanted = pathParts(path, body.platform);
  const known = await knownFolder(body, wanted, reader, folders);
  const node = known ?? (await findPath(body, path, reader)).entry.node;
  if (node === undefined) throw new HoldfastError('path-not-in-snapshot', { path });
  return node;
}

/** undefined: the way there was not listed, or several roots claim it. */
async function knownFolder(
  body: SnapshotBody,
  wanted: readonly string[],
  reader: TreeReader,
  folders: FolderCache,
): Promise<ChunkId | undefined> {
  const roots = body.roots.filter((root) => startsWithParts(wanted, pathParts(root.path, body.platform)));
  const [root] = roots;
  if (!root || roots.length > 1) return undefined;
  const entry: Entry = await rootEntry(root, reader);
  let { node } = entry;
  for (const part of wanted.slice(pathParts(root.path, body.platform).length)) {
    const folder = node === undefined ? undefined : await folders.known(node);
    node = folder?.entries.find(({ name }) => name === part)?.node;
    if (node === undefined) return undefined;
  }
  return node;
}
