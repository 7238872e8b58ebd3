import type { Instant } from '../../model/object.ts';

export type ActivityKind = 'ours' | 'markers' | 'foreignVersions' | 'foreignBytes' | 'unexplained';

export type ActivityBucket = {
  /** Beginning of the hour, day, … in provider time. */
  readonly at: Instant;
  readonly ms: number;
} & Readonly<Record<ActivityKind, number>>;

const hourMs = 3_600_000;
const widths = [hourMs, 6 * hourMs, 24 * hourMs, 7 * 24 * hourMs, 28 * 24 * hourMs] as const;

type Counts = Record<ActivityKind, number>;

const none = (): Counts => ({ ours: 0, markers: 0, foreignVersions: 0, foreignBytes: 0, unexplained: 0 });

/** Counts what came when, in hours; where that would be too many, in longer steps. */
export class ActivityLog {
  readonly #most: number;
  #buckets = new Map<number, Counts>();
  #width = 0;

  /** @param most steps */
  constructor(most = 1_000) {
    this.#most = most;
  }

  add(at: Instant, kind: ActivityKind, count = 1): void {
    this.#bucket(this.#buckets, at)[kind] += count;
    while (this.#buckets.size > this.#most && this.#width < widths.length - 1) this.#coarsen();
  }

  /** Oldest first. */
  get buckets(): readonly ActivityBucket[] {
    const ms = widths[this.#width]!;
    return [...this.#buckets]
      .toSorted(([a], [b]) => a - b)
      .map(([index, counts]) => ({ at: index * ms, ms, ...counts }));
  }

  #coarsen(): void {
    const before = this.buckets;
    this.#width++;
    this.#buckets = new Map();
    for (const { at, ms: _ms, ...counts } of before) {
      const into = this.#bucket(this.#buckets, at);
      for (const [kind, count] of Object.entries(counts) as [ActivityKind, number][]) into[kind] += count;
    }
  }

  #bucket(buckets: Map<number, Counts>, at: Instant): Counts {
    const index = Math.floor(at / widths[this.#width]!);
    let bucket = buckets.get(index);
    if (!bucket) buckets.set(index, (bucket = none()));
    return bucket;
  }
}
