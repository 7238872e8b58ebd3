import { expect, test } from 'vitest';
import { judgeRun } from '../../core/detection/judge-run.ts';
import { signalKinds, type Tolerance } from '../../core/detection/signal.ts';
import { attacks } from './attacks/attacks.ts';
import type { Judge } from './life.ts';
import { measure } from './measure.ts';
import { missedTargets } from './targets.ts';

const promised = attacks.filter((attack) => attack.promised);
/** Where all cores are busy with other tests. */
const patience = 300_000;
const few = { seeds: [2, 5, 6], contentsPerKind: 3, ordinaryRuns: 12, attacks: promised, alone: [] };

test(
  'meets its targets on a small part of what npm run detection measures',
  () => {
    const rates = measure(few, judgeRun);
    expect(missedTargets(rates, promised)).toEqual([]);
    expect(rates.ordinary.runs).toBe(36);
  },
  patience,
);

test(
  'a detector whose thresholds are infinite misses every target but that of false alarms',
  () => {
    const tolerances: Tolerance[] = signalKinds.map((kind) => ({ kind, figure: Number.POSITIVE_INFINITY }));
    const blunt: Judge = (run) => {
      // Tolerances stop at 90 % of a set, so the set is said to be without end too.
      const figures = { ...run.observed.figures, filesBefore: Number.MAX_SAFE_INTEGER };
      return judgeRun({ ...run, observed: { ...run.observed, figures }, tolerances });
    };
    const missed = missedTargets(measure({ ...few, seeds: [2], ordinaryRuns: 2 }, blunt), promised);
    for (const { name } of promised)
      for (const when of ['in the first run with changes', 'after a month'])
        expect(missed.some((words) => words.startsWith(`${name}, ${when}: 0 of 1`))).toBe(true);
    expect(missed).toHaveLength(promised.length * 2);
  },
  patience,
);

test(
  'a detector that cries at every change misses the target of false alarms',
  () => {
    const nervous: Judge = (run) => {
      const judgement = judgeRun(run);
      return (run.observed.figures['changed'] ?? 0) > 0 ? { ...judgement, verdict: 'suspected' } : judgement;
    };
    const missed = missedTargets(measure({ ...few, seeds: [1], ordinaryRuns: 5, attacks: [] }, nervous), []);
    expect(missed).toEqual(['5 false alarms in 5 ordinary runs']);
  },
  patience,
);
