import type { CatalogDirectories } from '../catalog/directories.ts';
import type { BytePath, Entry } from '../model/entry.ts';
import { joinPath } from '../source/byte-path.ts';
import { decodeCachedEntries } from './cached-entries.ts';

/** Directories whose entries are held: those above the place where a walk is, and some beside them. */
const held = 64;

/**
 * The tree as the catalog remembers it. Rows of directories that are gone stay in the catalog (a disk may be plugged in again),
 * so a row alone does not say that a directory was there the last time: all above it have to name it.
 */
export class RememberedTree {
  readonly #directories: Pick<CatalogDirectories, 'get'>;
  readonly #held = new Map<BytePath, ReadonlyMap<BytePath, Entry> | undefined>();

  constructor(directories: Pick<CatalogDirectories, 'get'>) {
    this.#directories = directories;
  }

  /** Was it there, below this root? */
  has(path: BytePath, root: BytePath): boolean {
    let at = path;
    while (at.length > root.length) {
      const end = at.lastIndexOf('/');
      const above = at.slice(0, end) || '/';
      if (this.entries(above)?.get(at.slice(end + 1))?.type !== 'directory') return false;
      at = above;
    }
    return at === root;
  }

  /** By name; undefined: it was never seen, or not wholly. */
  entries(path: BytePath): ReadonlyMap<BytePath, Entry> | undefined {
    const known = this.#held.get(path);
    this.#held.delete(path);
    const row = known ? undefined : this.#directories.get(path);
    const entries = known ?? (row && decodeCachedEntries(row.entries));
    this.#held.set(path, entries);
    if (this.#held.size > held) this.#held.delete(this.#held.keys().next().value ?? '');
    return entries;
  }

  /** It and all directories below it, each with its entries; nothing is held. */
  *walk(top: BytePath): Generator<readonly [BytePath, readonly Entry[]]> {
    const waiting = [top];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const row = this.#directories.get(path);
      if (!row) continue;
      const entries = [...decodeCachedEntries(row.entries).values()];
      yield [path, entries];
      for (const { name, type } of entries) if (type === 'directory') waiting.push(joinPath(path, name));
    }
  }
}
