import { lstatSync } from 'node:fs';
import type { BytePath, ChunkId, Entry } from '../model/entry.ts';
import { joinPath, toFsPath } from '../source/byte-path.ts';
import { encodeListing, Listing } from '../source/listing.ts';
import { entryOf } from './pending-directory.ts';

/** The directory that a root stands in as its only entry. */
export function rootName(root: BytePath): BytePath {
  return root.slice(root.lastIndexOf('/') + 1) || 'root';
}

/** One directory as a tree entry, as it is on disk now; undefined: it is gone meanwhile. */
function directoryOnDisk(path: BytePath, name: BytePath): Entry | undefined {
  const stat = lstatSync(toFsPath(path), { bigint: true, throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) return undefined;
  const listing = new Listing(encodeListing([name], [stat], stat.dev, () => false, 0n));
  return entryOf(name, listing.stat(0), stat.dev);
}

type Branch = { readonly children: Map<BytePath, Branch>; node: ChunkId | undefined };

/**
 * A tree of what is complete in the middle of a run: the directories that are finished, or as far as they are, and
 * above them directories that hold nothing else.
 * @param finished path → node
 * @returns the node that holds the root alone; undefined where nothing below it is finished
 */
export function partialRoot(
  root: BytePath,
  finished: ReadonlyMap<BytePath, ChunkId>,
  store: (entries: readonly Entry[]) => ChunkId,
): ChunkId | undefined {
  const top: Branch = { children: new Map(), node: finished.get(root) };
  const prefix = root.endsWith('/') ? root : `${root}/`;
  for (const [path, node] of finished) {
    if (!path.startsWith(prefix)) continue;
    let branch = top;
    for (const name of path.slice(prefix.length).split('/')) {
      const next = branch.children.get(name) ?? { children: new Map(), node: undefined };
      branch.children.set(name, next);
      branch = next;
    }
    branch.node = node;
  }
  if (top.node === undefined && top.children.size === 0) return undefined;
  const nodeOf = (branch: Branch, path: BytePath): ChunkId =>
    branch.node ??
    store(
      [...branch.children]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, child]) => entryWith(joinPath(path, name), name, child)),
    );
  const entryWith = (path: BytePath, name: BytePath, branch: Branch): Entry[] => {
    const entry = directoryOnDisk(path, name);
    return entry ? [{ ...entry, node: nodeOf(branch, path) }] : [];
  };
  const [entry] = entryWith(root, rootName(root), top);
  return entry && store([entry]);
}
