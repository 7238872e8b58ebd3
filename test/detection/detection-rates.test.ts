import { expect, test } from 'vitest';
import { judgeRun } from '../../core/detection/judge-run.ts';
import { signalKinds, type Tolerance } from '../../core/detection/signal.ts';
import { attacks } from './attacks/attacks.ts';
import type { Judge } from './life.ts';
import { measure } from './measure.ts';
import { missedTargets } from './targets.ts';

const few = { seeds: [1, 2, 3, 4, 5, 6], contentsPerKind: 4, ordinaryRuns: 12 };

test('meets its targets on a small part of what npm run detection measures', () => {
  const rates = measure(few, judgeRun);
  expect(missedTargets(rates)).toEqual([]);
  expect(rates.ordinary.runs).toBe(72);
});

test('a detector whose thresholds are infinite misses every target but that of false alarms', () => {
  const tolerances: Tolerance[] = signalKinds.map((kind) => ({ kind, figure: Number.POSITIVE_INFINITY }));
  const blunt: Judge = (run) => {
    // Tolerances stop at 90 % of a set, so the set is said to be without end too.
    const figures = { ...run.observed.figures, filesBefore: Number.MAX_SAFE_INTEGER };
    return judgeRun({ ...run, observed: { ...run.observed, figures }, tolerances });
  };
  const missed = missedTargets(measure({ ...few, seeds: [1], ordinaryRuns: 2 }, blunt));
  const promised = attacks.filter((attack) => attack.promised);
  for (const { name } of promised) expect(missed.some((words) => words.startsWith(`${name}, `))).toBe(true);
});

test('a detector that cries at every change misses the target of false alarms', () => {
  const nervous: Judge = (run) => {
    const judgement = judgeRun(run);
    return (run.observed.figures['changed'] ?? 0) > 0 ? { ...judgement, verdict: 'suspected' } : judgement;
  };
  const missed = missedTargets(measure({ ...few, seeds: [1], ordinaryRuns: 5 }, nervous));
  expect(missed).toEqual(['5 false alarms in 5 ordinary runs']);
});
