/**
 * Counts of the most frequent keys in bounded memory (Misra and Gries, 1982): a key that makes up more than 1/capacity
 * of all additions is kept; its count is then too small by at most additions / capacity.
 */
export class CommonKeys {
  readonly #counts = new Map<string, number>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(key: string): void {
    const count = this.#counts.get(key);
    if (count !== undefined) this.#counts.set(key, count + 1);
    else if (this.#counts.size < this.#capacity) this.#counts.set(key, 1);
    else
      for (const [known, times] of this.#counts)
        if (times === 1) this.#counts.delete(known);
        else this.#counts.set(known, times - 1);
  }

  /** The most frequent key. */
  get top(): { readonly key: string; readonly count: number } | undefined {
    let best: { key: string; count: number } | undefined;
    for (const [key, count] of this.#counts)
      if (best === undefined || count > best.count) best = { key, count };
    return best;
  }

  *[Symbol.iterator](): Generator<readonly [key: string, count: number]> {
    yield* this.#counts;
  }
}
