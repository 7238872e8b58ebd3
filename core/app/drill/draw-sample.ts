import { dayMs } from '../../locks/period.ts';
import type { Instant } from '../../model/object.ts';

/** A file of a snapshot that a drill may restore. */
export type Candidate = {
  /** As the snapshot shows it. */
  readonly path: string;
  readonly size: number;
  /** Last change, ms since 1970. */
  readonly changedAt: Instant;
};

export type SampleLimits = { readonly files: number; readonly bytes: number };

const sizeSteps = [64 * 2 ** 10, 2 ** 20, 16 * 2 ** 20];
const ageSteps = [30 * dayMs, 365 * dayMs];

/**
 * Draws files so that each size and each age has its turn, however few they are: among a million small new files the
 * ten large old ones would never be drawn by chance alone. Keeps at most `limits.files` of each kind in memory.
 */
export class SampleDraw {
  readonly #limits: SampleLimits;
  readonly #now: Instant;
  readonly #below: (count: number) => number;
  readonly #kinds = new Map<string, { seen: number; readonly kept: Candidate[] }>();

  /** @param below a random whole number from 0 to count − 1 */
  constructor(limits: SampleLimits, now: Instant, below: (count: number) => number) {
    this.#limits = limits;
    this.#now = now;
    this.#below = below;
  }

  /** Every file of a kind is as likely to stay as any other, however many come. */
  add(candidate: Candidate): void {
    if (candidate.size > this.#limits.bytes) return;
    const kind = `${stepOf(candidate.size, sizeSteps)} ${stepOf(this.#now - candidate.changedAt, ageSteps)}`;
    const group = this.#kinds.get(kind) ?? { seen: 0, kept: [] };
    this.#kinds.set(kind, group);
    group.seen++;
    if (group.kept.length < this.#limits.files) group.kept.push(candidate);
    else {
      const place = this.#below(group.seen);
      if (place < group.kept.length) group.kept[place] = candidate;
    }
  }

  /** One of each kind in turn, until there are enough; what would make the sample too large is passed over. */
  draw(): readonly Candidate[] {
    const drawn: Candidate[] = [];
    let bytes = 0;
    const groups = [...this.#kinds.values()].map(({ kept }) => [...kept]);
    while (drawn.length < this.#limits.files && groups.some((group) => group.length > 0))
      for (const group of groups) {
        if (group.length === 0 || drawn.length >= this.#limits.files) continue;
        const [candidate] = group.splice(this.#below(group.length), 1);
        if (!candidate || bytes + candidate.size > this.#limits.bytes) continue;
        bytes += candidate.size;
        drawn.push(candidate);
      }
    return drawn;
  }
}

const stepOf = (value: number, steps: readonly number[]): number =>
  steps.filter((step) => value >= step).length;
