import type { SnapshotBody } from '../model/snapshot.ts';
import type { Entry } from '../model/entry.ts';
import { toText } from '../source/byte-path.ts';
import type { ChunkLocator, ReadableRepository } from './chunk-place.ts';
import {
  findPath,
  joinParts,
  pathParts,
  rootEntry,
  startsWithParts,
  type FoundEntry,
} from './snapshot-paths.ts';
import { TreeReader } from './tree-reader.ts';

/** Directories above the roots are in no tree: only their names are known. */
export type ListedEntry = FoundEntry | { readonly path: string; readonly entry: undefined };

/**
 * What is in a directory of a snapshot, sorted by name; without a path, its roots; for a file, the file itself. Reads
 * only the segments it needs.
 * @throws path-not-in-snapshot, chunk-missing, object-missing, object-damaged
 */
export async function* listDirectory(
  repository: ReadableRepository,
  locator: ChunkLocator,
  snapshot: { readonly body: SnapshotBody },
  path?: string,
): AsyncGenerator<ListedEntry> {
  const { body } = snapshot;
  const reader = new TreeReader(repository, locator);
  if (path === undefined) {
    for (const root of body.roots) yield { path: root.path, entry: await rootEntry(root, reader) };
    return;
  }
  const above = namesAboveRoots(body, path);
  if (above.length > 0) {
    for (const child of above) yield { path: child, entry: undefined };
    return;
  }
  const found = await findPath(body, path, reader);
  if (found.entry.node === undefined) {
    yield found;
    return;
  }
  const parts = pathParts(found.path, body.platform);
  for await (const entries of reader.entries(found.entry.node))
    for (const entry of entries) yield { path: childPath(parts, entry, body.platform), entry };
}

export function childPath(parent: readonly string[], entry: Entry, platform: string): string {
  return joinParts([...parent, toText(entry.name)], platform);
}

/** Where `path` lies above roots: the next step on the way to each. Empty where it lies in a root or nowhere. */
function namesAboveRoots(body: SnapshotBody, path: string): readonly string[] {
  const wanted = pathParts(path, body.platform);
  const roots = body.roots.map((root) => pathParts(root.path, body.platform));
  if (roots.some((root) => startsWithParts(wanted, root))) return [];
  const below = roots.filter((root) => startsWithParts(root, wanted));
  const steps = below.map((root) => joinParts(root.slice(0, wanted.length + 1), body.platform));
  return [...new Set(steps)].toSorted();
}
