import type { Instant } from '../../model/object.ts';

export type Looked = {
  /** Provider time of the upload. */
  readonly at: Instant;
  readonly authentic: boolean;
  /** Since when somebody does what only an intruder does, as far as this look tells. */
  readonly attackedSince: Instant | undefined;
};

/** So many looks beyond our own are taken in the first answer. */
export const looksBeyondOurs = 64;
/** More genuine snapshots than this within an hour no schedule makes. */
const mostInAnHour = 24;
const hourMs = 3_600_000;

/**
 * When to stop looking into names, oldest first. Before the first sign of an attack our own cost nothing and foreign names may
 * be up to twice as many as ours, so that nobody who sprinkled some between ours over the years hides the later ones; after
 * it genuine and fake cannot be told apart, and only a few are looked at. So all looks together are bounded by what is ours.
 */
export class LookBudget {
  readonly #extra: number;
  #ours = 0;
  #misses = 0;
  #after = 0;
  #attackedSince = Number.POSITIVE_INFINITY;
  readonly #lastAuthentic: Instant[] = [];

  constructor(extra: number = looksBeyondOurs) {
    this.#extra = extra;
  }

  /** Earliest sign so far; infinite: none. */
  get attackedSince(): Instant {
    return this.#attackedSince;
  }

  mayLook(at: Instant): boolean {
    return at > this.#attackedSince ? this.#after < this.#extra : this.#misses < this.#extra + 2 * this.#ours;
  }

  note({ at, authentic, attackedSince }: Looked): void {
    if (attackedSince !== undefined) this.#attackedSince = Math.min(this.#attackedSince, attackedSince);
    if (at > this.#attackedSince) this.#after++;
    else if (authentic) this.#ours++;
    else this.#misses++;
    if (!authentic) return;
    this.#lastAuthentic.push(at);
    if (this.#lastAuthentic.length <= mostInAnHour) return;
    const first = this.#lastAuthentic.shift()!;
    if (at - first < hourMs) this.#attackedSince = Math.min(this.#attackedSince, first);
  }
}
