import type { Judgement } from '../../core/detection/signal.ts';

/** How often something was said, and by which signals. Sums only, so that those of several workers add up. */
export type Tally = {
  runs: number;
  suspected: number;
  /** 'unusual' and not more. */
  unusual: number;
  readonly signals: Record<string, number>;
};

export type AttackTally = Tally & {
  /** Attacks by the run in which they were found, the first is 1; those never found are not in it. */
  readonly foundInRun: Record<string, number>;
  /** Sums over all attacks that were found (over all, for those that never were): files taken by then, and of how many. */
  lost: number;
  files: number;
};

/** What a run of the measurement found. */
export type Rates = {
  /** By attack, in the first run that has changes, and after a month of ordinary runs. */
  readonly withoutHistory: Record<string, AttackTally>;
  readonly withHistory: Record<string, AttackTally>;
  readonly ordinary: Tally;
  /** Of ordinary runs: how often they said something, by profile. */
  readonly profiles: Record<string, Tally>;
  /** Which change of the day alone would have been called the same. */
  readonly causes: Record<string, Tally>;
  /** Each everyday change by itself, after a month, however rare it is. */
  readonly alone: Record<string, Tally>;
  /** Files of all homes at their start, and how many homes. */
  files: number;
  lives: number;
};

export function noTally(): Tally {
  return { runs: 0, suspected: 0, unusual: 0, signals: {} };
}

export function noAttackTally(): AttackTally {
  return { ...noTally(), foundInRun: {}, lost: 0, files: 0 };
}

export function noRates(): Rates {
  return {
    withoutHistory: {},
    withHistory: {},
    ordinary: noTally(),
    profiles: {},
    causes: {},
    alone: {},
    files: 0,
    lives: 0,
  };
}

export function count(tally: Tally, { verdict, signals }: Judgement): void {
  tally.runs++;
  if (verdict === 'quiet') return;
  tally[verdict]++;
  for (const { kind } of signals) tally.signals[kind] = (tally.signals[kind] ?? 0) + 1;
}

/** The same shape with all numbers added up. */
export function sum<T>(one: T, two: T): T {
  if (typeof one === 'number') return ((one as number) + (two as number)) as T;
  const all = { ...one } as Record<string, unknown>;
  for (const [key, value] of Object.entries(two as Record<string, unknown>))
    all[key] = key in all ? sum(all[key], value) : value;
  return all as T;
}
