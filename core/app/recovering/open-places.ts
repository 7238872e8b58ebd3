import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { ChunkPlaces } from '../../recovery/chunk-places.ts';
import type { Repository } from '../../repository/repository.ts';
import { isLostPiece } from '../../restore/plan-restore.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import { untilAborted } from '../../system/until-aborted.ts';

type Want = 'trees' | 'everything';
type Open = {
  readonly opening: Promise<{ readonly places: ChunkPlaces; readonly reader: TreeReader }>;
  users: number;
  isDropped: boolean;
};

/** Each is a catalog in a temporary folder. */
const maxOpen = 3;

/** Where the chunks of snapshots that were looked into lately lie, so that a click does not read the index again. */
export class OpenPlaces {
  readonly #repository: Repository;
  readonly #open = new Map<string, Open>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** @param signal ends the waiting for it: whoever else wants the same waits on */
  async use<T>(
    snapshots: readonly FoundSnapshot[],
    want: Want,
    work: (from: { readonly places: ChunkPlaces; readonly reader: TreeReader }) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const key = snapshots.map(({ id }) => id).join();
    // Who has everything has the trees too.
    const name =
      want === 'trees' && this.#open.has(`everything ${key}`) ? `everything ${key}` : `${want} ${key}`;
    const open = this.#open.get(name) ?? this.#begin(snapshots, want);
    this.#open.delete(name);
    this.#open.set(name, open);
    open.users++;
    try {
      return await work(await untilAborted(open.opening, signal));
    } catch (error) {
      // Packs that were doubted and not read to the end would count as lost for whoever comes next.
      if (!isLostPiece(error)) this.#drop([open]);
      throw error;
    } finally {
      open.users--;
      this.#drop(open.isDropped ? [open] : []);
      this.#drop([...this.#open.values()].slice(0, Math.max(0, this.#open.size - maxOpen)));
    }
  }

  /** Where a piece is not where an index object said, the packs themselves are asked, and the work is done again. */
  async reading<T>(
    snapshots: readonly FoundSnapshot[],
    want: Want,
    work: (from: { readonly places: ChunkPlaces; readonly reader: TreeReader }) => Promise<T>,
  ): Promise<T> {
    return await this.use(snapshots, want, async (from) => {
      try {
        return await work(from);
      } catch (error) {
        if (!isLostPiece(error) || !(await from.places.doubt('indexed'))) throw error;
        return await work(from);
      }
    });
  }

  close(): void {
    this.#drop([...this.#open.values()]);
  }

  #begin(snapshots: readonly FoundSnapshot[], want: Want): Open {
    const opening = ChunkPlaces.open({ repository: this.#repository, snapshots, want }).then((places) => ({
      places,
      reader: new TreeReader(this.#repository, places),
    }));
    const open: Open = { opening, users: 0, isDropped: false };
    // A failure is told to those who wait for it; the next one tries anew.
    opening.catch(() => this.#drop([open]));
    return open;
  }

  #drop(some: readonly Open[]): void {
    for (const open of some) {
      for (const [name, one] of this.#open) if (one === open) this.#open.delete(name);
      open.isDropped = true;
      if (open.users > 0) continue;
      void open.opening.then(({ places }) => places.close()).catch(() => undefined);
    }
  }
}
