import { lockEnds } from '../locks/choose-candidates.ts';
import { dayMs } from '../locks/period.ts';
import type { Prices } from '../locks/prices.ts';
import { windowOf } from '../locks/time-window.ts';
import type { Instant, ListedVersion } from '../model/object.ts';

/** What becomes free in one (UTC) month. */
export type GarbageMonth = {
  /** YYYY-MM; undefined: no date, a legal hold. */
  readonly month: string | undefined;
  readonly bytes: number;
  readonly versions: number;
};

/** Object versions that nothing needs, and how long the provider keeps them whatever anybody does. */
export type Garbage = {
  readonly versions: number;
  readonly bytes: number;
  readonly lockedBytes: number;
  readonly lockedVersions: number;
  /** Not locked, or no longer: whoever may delete can. */
  readonly freeBytes: number;
  /** Nobody asked for the dates of these: the listing does not tell and there are too many. */
  readonly undatedBytes: number;
  /** Byte-milliseconds that locks hold from now on, legal holds left out. */
  readonly lockedByteMs: number;
  readonly lastLockEnds: Instant | undefined;
  /** Soonest first. */
  readonly months: readonly GarbageMonth[];
};

/** Later months are one row: a lock may be set to the year 9999. */
const maxMonths = 120;

/**
 * Adds up what nothing needs. Memory does not grow with what somebody uploads: of versions whose dates the listing does not
 * tell, only the largest are remembered.
 */
export class GarbageTally {
  readonly #now: Instant;
  readonly #maxAsked: number;
  #unasked: ListedVersion[] = [];
  readonly #months = new Map<number, { bytes: number; versions: number }>();
  #versions = 0;
  #bytes = 0;
  #lockedBytes = 0;
  #lockedVersions = 0;
  #freeBytes = 0;
  #undatedBytes = 0;
  #lockedByteMs = 0;
  #lastLockEnds: Instant | undefined;

  /**
   * @param now provider time
   * @param maxAsked so many versions at most are given to be asked for
   */
  constructor(now: Instant, maxAsked: number) {
    this.#now = now;
    this.#maxAsked = maxAsked;
  }

  add(version: ListedVersion): void {
    this.#versions++;
    this.#bytes += version.size;
    if (version.lock) return this.#date(version, lockEnds(version.lock));
    this.#undatedBytes += version.size;
    this.#unasked.push(version);
    if (this.#unasked.length > 2 * this.#maxAsked) this.#unasked = this.#largest();
  }

  /** The largest ones whose dates are not known. */
  toAsk(): readonly ListedVersion[] {
    this.#unasked = this.#largest();
    return this.#unasked;
  }

  /** @param until of one of `toAsk`, which must not be added again: 0 no lock, Infinity a legal hold */
  answer(version: ListedVersion, until: Instant): void {
    this.#undatedBytes -= version.size;
    this.#date(version, until);
  }

  result(): Garbage {
    const months = [...this.#months]
      .toSorted(([a], [b]) => a - b)
      .map(([month, sums]) => ({
        month: Number.isFinite(month) ? monthName(month) : undefined,
        ...sums,
      }));
    return {
      versions: this.#versions,
      bytes: this.#bytes,
      lockedBytes: this.#lockedBytes,
      lockedVersions: this.#lockedVersions,
      freeBytes: this.#freeBytes,
      undatedBytes: this.#undatedBytes,
      lockedByteMs: this.#lockedByteMs,
      lastLockEnds: this.#lastLockEnds,
      months,
    };
  }

  #date({ size }: ListedVersion, until: Instant): void {
    if (until <= this.#now) {
      this.#freeBytes += size;
      return;
    }
    this.#lockedVersions++;
    this.#lockedBytes += size;
    let month = Number.POSITIVE_INFINITY;
    if (Number.isFinite(until)) {
      this.#lockedByteMs += size * (until - this.#now);
      this.#lastLockEnds = Math.max(this.#lastLockEnds ?? 0, until);
      month = Math.min(windowOf('month', until, dayMs), windowOf('month', this.#now, dayMs) + maxMonths);
    }
    const sums = this.#months.get(month) ?? { bytes: 0, versions: 0 };
    this.#months.set(month, { bytes: sums.bytes + size, versions: sums.versions + 1 });
  }

  #largest(): ListedVersion[] {
    return this.#unasked.toSorted((a, b) => b.size - a.size).slice(0, this.#maxAsked);
  }
}

/** @param month as `windowOf` counts them */
const monthName = (month: number): string =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;

export type GarbageCost = {
  readonly provider: string;
  readonly asOf: string;
  /** Dollars, for what is locked now. */
  readonly perMonth: number;
  /** Dollars, until every lock has ended. */
  readonly untilFree: number;
};

/** What the locked part costs by these prices. */
export function garbageCost({ lockedBytes, lockedByteMs }: Garbage, prices: Prices): GarbageCost {
  const { dollars, bytes, days } = prices.storage;
  const perByteDay = dollars / bytes / days;
  return {
    provider: prices.provider,
    asOf: prices.asOf,
    perMonth: lockedBytes * perByteDay * (365 / 12),
    untilFree: (lockedByteMs / dayMs) * perByteDay,
  };
}
