import type { ListedName } from './directory-record.ts';
import { topDirectory, type NamesIndex } from './names-index.ts';
import { childOf } from './search-names.ts';

/** A name as a tree has it. `node`: of a folder. */
export type NameInTree = ListedName & { readonly node?: string };

export type SnapshotToRead = {
  readonly id: string;
  /** Provider time of its upload. */
  readonly at: number;
  readonly roots: readonly { readonly path: string; readonly node: string }[];
};

export type TreeOfNames = {
  /** What a root's path stands for. undefined: its piece is lost */
  readonly root: (root: SnapshotToRead['roots'][number]) => Promise<NameInTree | undefined>;
  /** undefined: pieces of it are lost */
  readonly directory: (node: string) => Promise<readonly NameInTree[] | undefined>;
  /** Between two directories: time to write what is there, or to stop by throwing. */
  readonly pause: () => void | Promise<void>;
};

/** As long as paths may be that windows and restores hand on. */
const maxPathLength = 40_000;
const maxDepth = 2_000;

/**
 * Takes a snapshot into the index, newer than all that are in it. Directories whose node is known at their place are not read: what
 * is below them is as it was. May be stopped at any pause; the next call goes on where it was.
 */
export async function readSnapshotNames(
  index: NamesIndex,
  snapshot: SnapshotToRead,
  tree: TreeOfNames,
): Promise<void> {
  const known = index.snapshots.find(({ id }) => id === snapshot.id);
  if (known?.read) return;
  const ordinal = known?.ordinal ?? index.begin(snapshot.id, snapshot.at);
  index.beginChanges();
  const roots: NameInTree[] = [];
  for (const root of snapshot.roots) {
    const entry = await tree.root(root);
    if (entry) roots.push({ ...entry, name: root.path });
  }
  await take(topDirectory, '', roots, 0);
  index.finish(ordinal);
  index.commit();

  /** @returns whether all of it could be read */
  async function take(
    directory: number,
    path: string,
    names: readonly NameInTree[],
    depth: number,
  ): Promise<boolean> {
    const slots = index.apply(directory, names, ordinal);
    let isWhole = true;
    for (const [at, { name, node }] of names.entries()) {
      const below = childOf(path, name);
      if (node === undefined || below.length > maxPathLength || depth > maxDepth) continue;
      const child = index.child(directory, slots[at] ?? 0, below);
      if (child.node === node) continue;
      await tree.pause();
      index.beginChanges();
      const inside = await tree.directory(node);
      index.beginChanges();
      const wasRead = (await take(child.id, below, inside ?? [], depth + 1)) && inside !== undefined;
      // A lost piece may be found the next time.
      if (wasRead) index.complete(child.id, node);
      isWhole &&= wasRead;
    }
    return isWhole;
  }
}
