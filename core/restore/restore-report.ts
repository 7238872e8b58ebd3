/** Something that could not be restored, wholly or in part, in words for people. */
export type RestoreProblem = { readonly path: string; readonly reason: string };

/** Something else stood in the place of a file. `restoredAs`: where the file of the snapshot is now; null: it was skipped. */
export type RestoreConflict = { readonly path: string; readonly restoredAs: string | null };

export type RestoreReport = {
  /** Files that are now there as the snapshot has them, those that were there already included. */
  readonly files: number;
  readonly bytes: number;
  readonly directories: number;
  /** Files that were already there with the same contents; nothing was written. */
  readonly alreadyThere: number;
  readonly seconds: number;
  /** Bytes read from the bucket. */
  readonly downloadedBytes: number;
  /** The first 1,000; `problemCount` has them all. */
  readonly problems: readonly RestoreProblem[];
  readonly problemCount: number;
  /** The first 1,000. */
  readonly conflicts: readonly RestoreConflict[];
  readonly conflictCount: number;
  /** What holds for the whole restore, such as owners that only root can give back. */
  readonly notes: readonly string[];
};

export type RestoreProgress = {
  readonly files: number;
  readonly bytes: number;
  readonly totalFiles: number;
  readonly totalBytes: number;
};

const maxKept = 1_000;

/** Keeps the first of many and counts them all. */
export class CappedList<T> {
  readonly items: T[] = [];
  readonly #each: ((item: T) => void) | undefined;
  #count = 0;

  /** @param each is told of every one */
  constructor(each?: (item: T) => void) {
    this.#each = each;
  }

  get count(): number {
    return this.#count;
  }

  add(item: T): void {
    this.#count++;
    this.#each?.(item);
    if (this.items.length < maxKept) this.items.push(item);
  }
}
