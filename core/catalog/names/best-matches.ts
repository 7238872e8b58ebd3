import type { Fit } from './name-fit.ts';

/** A name in a directory's record. */
export type Match = {
  readonly directory: number;
  readonly slot: number;
  /** Equal for those of which none is better than another. */
  readonly rank: number;
  /** By rank, then by place: no two are the same. */
  readonly order: number;
};

/** Paths that are longer are all alike. */
const lengths = 4096;
/** Bytes of names in all blocks; with five fits and the lengths below what a number holds exactly. */
const places = 2 ** 38;

/** @param length of its path @param place of the name among all names */
export const orderOf = (fit: Fit, length: number, place: number): number =>
  (fit * lengths + Math.min(length, lengths - 1)) * places + place;

/** So many are held, and up to twice as many for a moment: a letter may be in every name of an index. */
const usuallyHeld = 4096;

/** The best of what comes, in any order, after one that was given out before. */
export class BestMatches {
  readonly #after: number;
  readonly #most: number;
  #held: Match[] = [];
  /** What is not before this is left for another time. */
  #before = Number.POSITIVE_INFINITY;

  constructor(after: number, most = usuallyHeld) {
    this.#after = after;
    this.#most = most;
  }

  wants(order: number): boolean {
    return order > this.#after && order < this.#before;
  }

  take(directory: number, slot: number, order: number): void {
    this.#held.push({ directory, slot, rank: Math.floor(order / places), order });
    if (this.#held.length >= 2 * this.#most) this.#sort();
  }

  /** Best first. */
  get sorted(): readonly Match[] {
    this.#sort();
    return this.#held;
  }

  /** There are others after these. */
  get hasLeft(): boolean {
    return Number.isFinite(this.#before);
  }

  #sort(): void {
    this.#held.sort((a, b) => a.order - b.order);
    if (this.#held.length <= this.#most) return;
    this.#before = this.#held[this.#most]?.order ?? this.#before;
    this.#held = this.#held.slice(0, this.#most);
  }
}
