import type { JudgedRun } from './judged-run.ts';
import { countOf, sumOf } from './judged-run.ts';
import type { FigureName, PastRun } from './run-changes.ts';
import type { Signal } from './signal.ts';
import {
  kindsLost,
  lostInOneRun,
  lostInWindow,
  oneFolderShare,
  rewrittenInOneRun,
  sealedCounts,
  steadyDays,
  steadyLoss,
} from './thresholds.ts';
import { files } from './words.ts';

/** Files are no longer what their names promise. */
export function typeSignal(run: JudgedRun): Signal | undefined {
  const sealed = run.untolerated('type', ['sealed']);
  const loud = sealed >= countOf(sealedCounts, run.files) ? sealed : 0;
  // Programs name their caches as they like: four that lost their type weigh as much as one that belies its name.
  const unnamed = Math.floor(run.untolerated('type', ['lostUnnamed']) / 4);
  const figure = run.untolerated('type', ['lost']) + loud + unnamed;
  const spread = run.figure('lostFolders') >= 2 || loud > 0;
  return overTime(run, 'type', 'lost', figure, {
    strong: spread || figure >= run.files * oneFolderShare,
    words: 'are no longer what their names say: they look encrypted or overwritten',
  });
}

/** Contents that could be compressed cannot any more. */
export function noiseSignal(run: JudgedRun): Signal | undefined {
  return overTime(run, 'noise', 'noisier', run.untolerated('noise', ['noisier']), {
    strong: true,
    words: 'had orderly contents and look like noise now, as encrypted files do',
  });
}

/** One figure, in this run or added up over the last ones, where ordinary life shows next to none. */
function overTime(
  run: JudgedRun,
  kind: 'type' | 'noise',
  name: FigureName,
  figure: number,
  { strong, words }: { readonly strong: boolean; readonly words: string },
): Signal | undefined {
  const common = { kind, weight: 2, files: [...run.evidence(name), ...run.evidence('sealed')].slice(0, 20) };
  const usual = countOf(lostInOneRun, run.files);
  const threshold = run.threshold(kind, usual);
  if (figure >= threshold)
    return {
      ...common,
      strong,
      figure,
      threshold,
      words: `${files(figure)} ${words}.`,
      said: { code: `signal-${kind}`, count: figure },
    };
  if (figure === 0) return undefined;
  const over = (past: PastRun) => countOf(lostInOneRun, past.files);
  const sum = run.inWindow([name], figure, over);
  const least = Math.ceil(countOf(lostInWindow, run.files) + run.expectedInWindow([name]));
  const needed = run.threshold(kind, least);
  if (sum < needed) return undefined;
  const runs = run.window.length + 1;
  const since = `In the last ${runs} backups, ${files(sum)}`;
  return {
    ...common,
    strong: true,
    figure: sum,
    threshold: needed,
    words: `${since} ${words}, a few at a time.`,
    said: { code: `signal-${kind}-over-time`, count: sum, runs },
  };
}

/** Files of many kinds lost their type in one run: no single program does that. */
export function spreadSignal(run: JudgedRun): Signal | undefined {
  const figure = run.untolerated('type', ['lost']) === 0 ? 0 : run.figure('lostKinds');
  const threshold = run.threshold('spread', kindsLost);
  if (figure < threshold) return undefined;
  const words = `Files of ${figure} kinds were spoilt in the same run; one program's doing touches one or two.`;
  const said = { code: 'signal-spread', count: figure } as const;
  return {
    kind: 'spread',
    weight: 1,
    strong: true,
    figure,
    threshold,
    words,
    said,
    files: run.evidence('lost'),
  };
}

/** Day after day some files lose their type or become noise. */
export function steadySignal(run: JudgedRun): Signal | undefined {
  const types = run.untolerated('type', ['lost']);
  const now = Math.max(types, run.untolerated('noise', ['noisier']), run.figure('recreated'));
  const losses = new Map<number, number>([[dayOf(run.now), now]]);
  for (const past of run.window) {
    losses.set(dayOf(past.at), (losses.get(dayOf(past.at)) ?? 0) + lossesOf(past));
  }
  const least = countOf(steadyLoss, run.files);
  const earlier = run.earlier.filter((past) => lossesOf(past) >= least);
  const expected = (earlier.length / Math.max(run.earlier.length, 1)) * losses.size;
  const figure = [...losses.values()].filter((lost) => lost >= least).length;
  const threshold = run.threshold('steady', Math.ceil(steadyDays + 2 * expected));
  if (figure < threshold || now === 0) return undefined;
  const words = `On ${figure} days of the last two weeks some files were spoilt, a few at a time.`;
  const examples = [...new Set([...run.evidence('lost'), ...run.evidence('noisier')])].slice(0, 20);
  const said = { code: 'signal-steady', count: figure } as const;
  return { kind: 'steady', weight: 1, strong: true, figure, threshold, words, said, files: examples };
}

/** Files changed that hardly ever do. */
export function rewrittenSignal(run: JudgedRun): Signal | undefined {
  const figure = run.untolerated('rewritten', ['rewritten']);
  const threshold = run.threshold('rewritten', countOf(rewrittenInOneRun, run.files));
  if (figure < threshold) return undefined;
  const words = `${files(figure)} changed that hardly ever do: photos, films, packed files, or documents that nobody touched for a month.`;
  const examples = run.evidence('rewritten');
  const said = { code: 'signal-rewritten', count: figure } as const;
  return { kind: 'rewritten', weight: 1, strong: true, figure, threshold, words, said, files: examples };
}

function lossesOf(past: PastRun): number {
  return Math.max(sumOf(past, ['lost']), sumOf(past, ['noisier']), sumOf(past, ['recreated']));
}

function dayOf(at: number): number {
  return Math.floor(at / 86_400_000);
}
