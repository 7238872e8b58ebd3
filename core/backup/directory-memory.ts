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

  /** Writes what can be written. Call it inside a catalog transaction. */
  write(): void {
    this.#waiting = this.#waiting.filter(({ path, listing, entries, node, packs }) => {
      const resolved = packs.resolved();
      if (resolved === undefined || ![...resolved].every(this.#confirmed)) return true;
      this.#catalog.directories.put(path, {
        listing,
        entries,
        node: fromHex(node),
        packs: encodePacks(resolved),
      });
      return false;
    });
  }
}
