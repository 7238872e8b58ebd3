import type { Attack } from './attacks/attacks.ts';
import type { AttackTally, Rates } from './rates.ts';

/** Issue 4: what detection promises. */
export const targets = { fastFound: 0.99, slowWithinRuns: 7, ordinaryRunsPerFalseAlarm: 200 };

/** How many were found in this many runs. */
export function foundWithin(tally: AttackTally, runs: number): number {
  return Object.entries(tally.foundInRun).reduce(
    (sum, [run, times]) => (Number(run) <= runs ? sum + times : sum),
    0,
  );
}

/** A sentence for each target that these rates of these attacks miss; none: all are met. */
export function missedTargets(rates: Rates, attacks: readonly Attack[]): readonly string[] {
  const missed: string[] = [];
  for (const [when, tallies] of [
    ['in the first run with changes', rates.withoutHistory],
    ['after a month', rates.withHistory],
  ] as const)
    for (const { name, pace, promised } of attacks) {
      const tally = tallies[name];
      if (!promised) continue;
      const runs = pace === 'fast' ? 1 : targets.slowWithinRuns;
      const found = tally ? foundWithin(tally, runs) : 0;
      if (!tally || found < tally.runs * targets.fastFound)
        missed.push(`${name}, ${when}: ${found} of ${tally?.runs ?? 'none'} found within ${runs} runs`);
    }
  const { runs, suspected } = rates.ordinary;
  if (runs === 0 || suspected * targets.ordinaryRunsPerFalseAlarm > runs)
    missed.push(`${suspected} false alarms in ${runs} ordinary runs`);
  return missed;
}
