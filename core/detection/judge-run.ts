import { noiseSignal, rewrittenSignal, spreadSignal, steadySignal, typeSignal } from './content-signals.ts';
import { JudgedRun, type RunToJudge } from './judged-run.ts';
import { canarySignals, extensionSignal, notesSignal } from './name-signals.ts';
import {
  deletionSignal,
  replacedSignal,
  setUpSignal,
  strangeSignal,
  volumeSignal,
  wipedSignal,
} from './quantity-signals.ts';
import type { Judgement, Signal } from './signal.ts';
import { alarmWeight, unusualScore } from './thresholds.ts';

export type { RunToJudge } from './judged-run.ts';

/** Each looks at something of its own; what they have in common is said where they are strong. */
const detectors: readonly ((run: JudgedRun) => Signal | undefined)[] = [
  notesSignal,
  extensionSignal,
  typeSignal,
  noiseSignal,
  spreadSignal,
  steadySignal,
  replacedSignal,
  strangeSignal,
  rewrittenSignal,
  deletionSignal,
  wipedSignal,
  volumeSignal,
  setUpSignal,
];

/** Whether a run looks like an attack: one signal is a note, two different strong ones are an alarm. Pure. */
export function judgeRun(toJudge: RunToJudge): Judgement {
  const run = new JudgedRun(toJudge);
  // Where nothing was, nothing can have been spoilt: the first backup of all.
  const asked = run.files === 0 ? [] : detectors;
  const found = asked.map((detector) => detector(run)).filter((signal) => signal !== undefined);
  const signals = [...canarySignals(run), ...found].toSorted((a, b) => b.weight - a.weight);
  const score = signals.reduce((sum, { weight }) => sum + weight, 0);
  if (isAlarm(signals)) return { verdict: 'suspected', score, signals };
  return { verdict: score >= unusualScore ? 'unusual' : 'quiet', score, signals };
}

/**
 * An altered canary or a note with anything else, or two strong signals that weigh enough: two light ones (new caches
 * and a batch of retagged music on the same day) do not.
 */
function isAlarm(signals: readonly Signal[]): boolean {
  const telling = signals.some(({ kind }) => kind === 'canary-altered' || kind === 'notes');
  if (telling && signals.length >= 2) return true;
  const strong = signals.filter((signal) => signal.strong);
  return strong.length >= 2 && strong.reduce((sum, { weight }) => sum + weight, 0) >= alarmWeight;
}
