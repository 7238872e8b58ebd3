import type { Database, Statement } from 'better-sqlite3';
import type { BytePath } from '../model/entry.ts';

/** What is remembered of a directory. Buffers as the catalog's schema describes them. */
export type CachedDirectory = {
  readonly listing: Uint8Array;
  readonly entries: Uint8Array;
  /** Empty: its files are remembered, but what lies below has changed since, see `distrust`. */
  readonly node: Uint8Array;
  readonly packs: Uint8Array;
};

/** One row a directory: read by the scanner (its own connection), written by the run. */
export class CatalogDirectories {
  readonly #get: Statement;
  readonly #put: Statement;
  readonly #distrust: Statement;

  constructor(database: Database) {
    this.#get = database.prepare('SELECT listing, entries, node, packs FROM directory WHERE path = ?');
    this.#put = database.prepare(
      'INSERT OR REPLACE INTO directory (path, listing, entries, node, packs) VALUES (@path, @listing, @entries, @node, @packs)',
    );
    this.#distrust = database.prepare('UPDATE directory SET node = zeroblob(0) WHERE path = ?');
  }

  get(path: BytePath): CachedDirectory | undefined {
    return this.#get.get(path) as CachedDirectory | undefined;
  }

  put(path: BytePath, directory: CachedDirectory): void {
    this.#put.run({ path, ...directory });
  }

  /**
   * Its node names a subdirectory as it is no longer remembered. A directory's own listing does not show what changes
   * further down, so by the listing alone it would pass as unchanged, with the old contents.
   */
  distrust(path: BytePath): void {
    this.#distrust.run(path);
  }
}

/** Pack ordinals as sorted little-endian u32. */
export function encodePacks(packs: Iterable<number>): Uint8Array {
  const sorted = Uint32Array.from(packs).sort();
  return new Uint8Array(sorted.buffer);
}

export function decodePacks(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}
