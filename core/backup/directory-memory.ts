import type { Catalog } from '../catalog/catalog.ts';
import { encodePacks } from '../catalog/directories.ts';
import { fromHex } from '../crypto/hex.ts';
import type { BytePath, ChunkId, Entry } from '../model/entry.ts';
import { encodeCachedEntries } from './cached-entries.ts';
import type { NeededPacks } from './needed-packs.ts';

type Waiting = {
  readonly path: BytePath;
  readonly listing: Uint8Array;
  readonly entries: Uint8Array;
  readonly node: ChunkId;
  readonly packs: NeededPacks;
};

/**
 * Writes a directory to the catalog once all packs it needs are confirmed: a remembered directory is skipped by the
 * next scan, so it must never be remembered before its data are safe.
 */
export class DirectoryMemory {
  readonly #catalog: Catalog;
  readonly #confirmed: (pack: number) => boolean;
  #waiting: Waiting[] = [];

  constructor(catalog: Catalog, confirmed: (pack: number) => boolean) {
    this.#catalog = catalog;
    this.#confirmed = confirmed;
  }

  add(
    path: BytePath,
    listing: Uint8Array,
    entries: readonly Entry[],
    node: ChunkId,
    packs: NeededPacks,
  ): void {
    this.#waiting.push({ path, listing, entries: encodeCachedEntries(entries), node, packs });
  }

  /** It went into its parent incomplete: what was remembered of it is another state than its parent's node names. */
  forget(path: BytePath): void {
    this.#catalog.directories.distrust(path);
  }

  /**
   * Writes what can be written, children first (`add` is called in that order) and never a directory before what is
   * below it: a remembered directory names the nodes of its subdirectories, and the next scan compares them no further.
   * Call it inside a catalog transaction.
   */
  write(): void {
    const held = new Set<BytePath>();
    this.#waiting = this.#waiting.filter((directory) => {
      const above = parentOf(directory.path);
      if (held.has(directory.path) || !this.#put(directory)) {
        held.add(above);
        return true;
      }
      // Until the one above is written too; a run over this part alone, or one that stops now, never does that.
      this.#catalog.directories.distrust(above);
      return false;
    });
  }

  #put({ path, listing, entries, node, packs }: Waiting): boolean {
    const resolved = packs.resolved();
    if (resolved === undefined || ![...resolved].every(this.#confirmed)) return false;
    this.#catalog.directories.put(path, {
      listing,
      entries,
      node: fromHex(node),
      packs: encodePacks(resolved),
    });
    return true;
  }
}

const parentOf = (path: BytePath): BytePath => path.slice(0, path.lastIndexOf('/')) || '/';
