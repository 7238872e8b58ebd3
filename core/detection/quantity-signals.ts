import type { Said } from '../model/said.ts';
import { countOf, sumOf, type JudgedRun } from './judged-run.ts';
import type { FigureName, PastRun } from './run-changes.ts';
import type { Signal } from './signal.ts';
import {
  historyRuns,
  leastVolume,
  lostInWindow,
  removedKindShare,
  removedOfAll,
  removedOfOneKind,
  replacedInOneRun,
  replacedRatio,
  strangeShare,
  strongDeletionShare,
  volumeDeviations,
  wipedInOneRun,
  wipedKinds,
  volumeShare,
  volumeWithHistory,
} from './thresholds.ts';
import { files } from './words.ts';

/** Files of known types went, and about as many others came that are not known to be anything. */
export function replacedSignal(run: JudgedRun): Signal | undefined {
  const [vanished, arrived] = [run.figure('vanished'), run.figure('arrived')];
  const figure = Math.min(vanished, arrived);
  const usual = countOf(replacedInOneRun, run.files);
  const threshold = run.threshold('replaced', usual);
  if (figure < threshold || Math.max(vanished, arrived) > figure * replacedRatio)
    return replacedInWindow(run);
  const words = `${files(vanished)} vanished, and ${files(arrived)} with other names came in their place.`;
  const examples = [...run.evidence('vanished').slice(0, 10), ...run.evidence('strange').slice(0, 10)];
  // An old project deleted and a new program with files of its own kinds: neither is noise.
  const strong = run.figure('strange') * replacedRatio >= Math.max(vanished, arrived);
  const said = { code: 'signal-replaced', count: figure } as const;
  return { kind: 'replaced', weight: 2, strong, figure, threshold, words, said, files: examples };
}

/** The same a few at a time, counting only what came as noise. */
function replacedInWindow(run: JudgedRun): Signal | undefined {
  const now = run.figure('recreated');
  if (now === 0) return undefined;
  const over = (past: PastRun) => countOf(replacedInOneRun, past.files);
  const figure = run.inWindow(['recreated'], now, over);
  const usual = Math.ceil(countOf(lostInWindow, run.files) + run.expectedInWindow(['recreated']));
  const threshold = run.threshold('replaced', usual);
  if (figure < threshold) return undefined;
  const runs = run.window.length + 1;
  const words = `In the last ${runs} backups, ${files(figure)} vanished and noise under other names came in their place, a few at a time.`;
  const examples = [...run.evidence('vanished').slice(0, 10), ...run.evidence('strange').slice(0, 10)];
  const said = { code: 'signal-replaced-over-time', count: figure, runs } as const;
  return { kind: 'replaced', weight: 2, strong: true, figure, threshold, words, said, files: examples };
}

/** Most of what came is noise of no known type, or not what its name says. */
export function strangeSignal(run: JudgedRun): Signal | undefined {
  const figure = run.figure('strange');
  const threshold = run.threshold('strange', countOf(replacedInOneRun, run.files));
  if (figure < threshold || figure < run.figure('added') * strangeShare) return undefined;
  const words = `${files(figure)} came that no program is known to make: they look like noise.`;
  return {
    kind: 'strange',
    weight: 1,
    strong: true,
    figure,
    threshold,
    words,
    said: { code: 'signal-strange', count: figure },
    files: run.evidence('strange'),
  };
}

/** Many files went, of one kind or in all. */
export function deletionSignal(run: JudgedRun): Signal | undefined {
  const figure = run.figure('removed') + run.figure('emptied');
  const [ofKind, had] = [run.figure('removedOfKind'), run.figure('hadOfKind')];
  const kindThreshold = countOf(removedOfOneKind, run.files);
  const oneKind = ofKind >= kindThreshold && ofKind > had * removedKindShare;
  const usual = oneKind ? kindThreshold : countOf(removedOfAll, run.files);
  const threshold = run.threshold('deletion', usual);
  if (figure < threshold) return undefined;
  // What is no longer backed up is no more in the backup than what was deleted.
  const leftOut = run.run.setUp.some(({ kind }) => kind === 'root-gone' || kind === 'exclude-new');
  const strong = !leftOut && figure >= Math.max(run.files * strongDeletionShare, leastVolume);
  const kind = run.run.observed.names.kind;
  const most = oneKind && kind ? `, most of the kind *.${kind}` : '';
  const words = `${files(figure)} are gone or empty${most}.`;
  const examples = [...run.evidence('emptied'), ...run.evidence('vanished')].slice(0, 20);
  const said: Said =
    oneKind && kind
      ? { code: 'signal-deletion-of', count: figure, name: kind }
      : { code: 'signal-deletion', count: figure };
  return { kind: 'deletion', weight: 1, strong, figure, threshold, words, said, files: examples };
}

/** Personal files of many kinds are gone from where they were: cleaning up touches a folder or a kind. */
export function wipedSignal(run: JudgedRun): Signal | undefined {
  const figure = run.figure('wiped');
  const threshold = run.threshold('wiped', countOf(wipedInOneRun, run.files));
  const leftOut = run.run.setUp.some(({ kind }) => kind === 'root-gone' || kind === 'exclude-new');
  if (leftOut || figure < threshold || run.figure('wipedKinds') < wipedKinds) return undefined;
  const words = `Next to nothing is left of ${files(figure)} of ${run.figure('wipedKinds')} kinds where they were.`;
  const examples = [...run.evidence('emptied'), ...run.evidence('vanished')].slice(0, 20);
  const said = { code: 'signal-wiped', count: figure } as const;
  return { kind: 'wiped', weight: 2, strong: true, figure, threshold, words, said, files: examples };
}

/** What went is told of by others. */
const touched: readonly FigureName[] = ['changed'];

/** Far more files changed than ever before. */
export function volumeSignal(run: JudgedRun): Signal | undefined {
  const figure = run.untolerated('volume', touched);
  const past = [...run.earlier, ...run.window].map((earlier) => sumOf(earlier, touched));
  let usual = Math.max(leastVolume, Math.ceil(run.files * volumeShare));
  if (past.length >= historyRuns) {
    const mean = past.reduce((sum, one) => sum + one, 0) / past.length;
    const variance = past.reduce((sum, one) => sum + (one - mean) ** 2, 0) / past.length;
    const expected = Math.ceil(mean + volumeDeviations * Math.sqrt(variance));
    usual = Math.min(usual, Math.max(expected, countOf(volumeWithHistory, run.files)));
  }
  const threshold = run.threshold('volume', usual);
  if (figure < threshold) return undefined;
  const words = `${files(figure)} changed, far more than in other runs.`;
  const said = { code: 'signal-volume', count: figure } as const;
  return { kind: 'volume', weight: 1, strong: false, figure, threshold, words, said, files: [] };
}

/** Less is backed up, for a shorter time, or from elsewhere. */
export function setUpSignal(run: JudgedRun): Signal | undefined {
  const telling = new Set(['root-gone', 'exclude-new', 'period-shortened', 'host-changed', 'user-changed']);
  const changes = run.run.setUp.filter(({ kind }) => telling.has(kind));
  const threshold = run.threshold('set-up', 1);
  if (changes.length < threshold) return undefined;
  const words = changes.slice(0, 5).map((change) => change.words);
  const told = changes.slice(0, 5).flatMap((change) => change.said ?? []);
  const more = changes.length - told.length;
  if (changes.length > 5) words.push(`And ${changes.length - 5} more changes of what is backed up.`);
  const said: Said = {
    code: 'signal-set-up',
    changes: more > 0 ? [...told, { code: 'set-up-more', count: more }] : told,
  };
  const common = { kind: 'set-up', weight: 1, strong: false, figure: changes.length } as const;
  return { ...common, threshold, words: words.join(' '), said, files: [] };
}
