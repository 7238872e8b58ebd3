import type { ChunkId } from '../../model/entry.ts';
import type { ListedEntry } from './listed-folder.ts';
import { sortEntries, type SortKey } from './sort-entries.ts';

export type ListedFolder = {
  readonly entries: readonly ListedEntry[];
  readonly orders: Map<string, Uint32Array>;
};

/** Entries over all folders: about 60 MB. One folder alone may be larger. */
const maxEntries = 250_000;

/** Folders that were listed lately, by their nodes: a snapshot later the same folder is known already. */
export class FolderCache {
  readonly #folders = new Map<ChunkId, Promise<ListedFolder>>();
  readonly #sizes = new Map<ChunkId, number>();

  /** Read once, however many ask at the same time. */
  folder(node: ChunkId, read: () => Promise<readonly ListedEntry[]>): Promise<ListedFolder> {
    const known = this.#folders.get(node);
    if (known) {
      this.#folders.delete(node);
      this.#folders.set(node, known);
      return known;
    }
    const reading = read().then((entries): ListedFolder => {
      this.#sizes.set(node, entries.length);
      this.#free(node);
      return { entries, orders: new Map() };
    });
    this.#folders.set(node, reading);
    reading.catch(() => this.#folders.delete(node));
    return reading;
  }

  /** Only if it is there. */
  known(node: ChunkId): Promise<ListedFolder> | undefined {
    return this.#folders.get(node);
  }

  /** Entries that are kept. */
  get size(): number {
    return [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  #free(newest: ChunkId): void {
    let { size } = this;
    for (const node of this.#folders.keys()) {
      if (size <= maxEntries) return;
      if (node === newest || !this.#sizes.has(node)) continue;
      size -= this.#sizes.get(node) ?? 0;
      this.#folders.delete(node);
      this.#sizes.delete(node);
    }
  }
}

export function orderOf({ entries, orders }: ListedFolder, key: SortKey, descending: boolean): Uint32Array {
  const name = `${key} ${descending}`;
  const known = orders.get(name);
  if (known) return known;
  const order = sortEntries(entries, key, descending);
  orders.set(name, order);
  return order;
}
