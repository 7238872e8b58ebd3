import type { DirectoryChange } from '../detection/directory-change.ts';
import type { BytePath, Entry } from '../model/entry.ts';
import { joinPath, toText } from '../source/byte-path.ts';
import type { PendingDirectory } from './pending-directory.ts';
import { isAtOrBelow } from './remembered-roots.ts';
import type { RememberedTree } from './remembered-tree.ts';

/** Directories of one run that are gone and walked through; where more are gone, that many say enough. */
const mostGone = 10_000;

/**
 * Tells how each changed directory was and is, while a run puts the new tree together. What is unchanged costs nothing. Only for
 * roots of which the catalog remembers the very tree that the run is compared with.
 */
export class ChangeWatch {
  readonly #tree: RememberedTree;
  readonly #roots: readonly BytePath[];
  readonly #tell: (change: DirectoryChange) => void;
  #gone = 0;
  #trouble: Error | undefined;

  constructor(tree: RememberedTree, roots: readonly BytePath[], tell: (change: DirectoryChange) => void) {
    this.#tree = tree;
    this.#roots = roots;
    this.#tell = tell;
  }

  /** Why not all was watched; undefined: it was. */
  get trouble(): Error | undefined {
    return this.#trouble;
  }

  /** A directory is complete. Call it before the catalog remembers its new state. Never throws: a backup matters more. */
  settled(directory: PendingDirectory, entries: readonly Entry[]): void {
    if (this.#trouble !== undefined) return;
    try {
      this.#settled(directory, entries);
    } catch (error) {
      this.#trouble = error instanceof Error ? error : new Error(String(error));
    }
  }

  #settled(directory: PendingDirectory, entries: readonly Entry[]): void {
    const { path, remember } = directory;
    const root = this.#roots.find((one) => isAtOrBelow(path, one));
    // What could not be read is said elsewhere; it did not go away.
    if (root === undefined || !remember) return;
    const before = this.#tree.has(path, root) ? (directory.before ?? this.#tree.entries(path)) : undefined;
    const after = before ? withSkipped(directory, entries, before) : entries;
    this.#tell({ path: toText(path), before: before && [...before.values()], after });
    if (!before) return;
    const now = new Map(after.map((entry) => [entry.name, entry.type]));
    for (const { name, type } of before.values())
      if (type === 'directory' && now.get(name) !== 'directory') this.#vanished(joinPath(path, name));
  }

  #vanished(top: BytePath): void {
    if (this.#gone >= mostGone) return;
    for (const [path, before] of this.#tree.walk(top)) {
      if (++this.#gone > mostGone) return;
      this.#tell({ path: toText(path), before, after: undefined });
    }
  }
}

/** A file that is there and could not be read this time is as it was, as far as anybody knows. */
function withSkipped(
  { entries: settled, listing }: PendingDirectory,
  entries: readonly Entry[],
  before: ReadonlyMap<BytePath, Entry>,
): readonly Entry[] {
  const skipped = listing.names.flatMap((name, index) => {
    const known = settled[index] === undefined ? before.get(name) : undefined;
    return known ? [known] : [];
  });
  return skipped.length === 0 ? entries : [...entries, ...skipped];
}
