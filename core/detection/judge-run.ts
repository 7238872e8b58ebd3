import type { ObservedChanges, PastRun } from './run-changes.ts';
import type { SetUpChange } from './set-up-changes.ts';
import type { Judgement, Tolerance } from './signal.ts';

export type RunToJudge = {
  readonly observed: ObservedChanges;
  readonly setUp: readonly SetUpChange[];
  /** Paths of canary files. */
  readonly canaries: { readonly altered: readonly string[]; readonly missing: readonly string[] };
  /** Earlier complete snapshots, oldest first. */
  readonly history: readonly PastRun[];
  readonly tolerances: readonly Tolerance[];
  /** When this run's snapshot is made, ms since 1970; absent: the window counts runs only. */
  readonly now?: number;
};

export function judgeRun(_run: RunToJudge): Judgement {
  return { verdict: 'quiet', score: 0, signals: [] };
}
