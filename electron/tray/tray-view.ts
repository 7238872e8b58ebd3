import { setStates, type AppState, type SetState, type SetSummary } from '../../core/contract/app.ts';
import type { JobView } from '../../core/contract/jobs.ts';
import type { Instant } from '../../core/contract/shared.ts';
import { agoWords, longDate, shortDate, timeOrDay } from '../words/dates.ts';
import type { Texts } from '../words/texts.ts';

/** Each is a picture of its own shape; colour says nothing that the shape does not. */
export const trayShapes = [
  'suspected',
  'lapsed',
  'at-risk',
  'thinning',
  'paused',
  'working',
  'protected',
  'empty',
] as const;
export type TrayShape = (typeof trayShapes)[number];

export type TrayView = {
  readonly shape: TrayShape;
  /** First row of the menu. */
  readonly sentence: string;
  readonly tooltip: string;
  /** What "Stop" ends; none: "Back up now" stands there. */
  readonly running: readonly string[];
  /** What "Back up now" backs up. */
  readonly sets: readonly string[];
  readonly paused: boolean;
  readonly update: { readonly version: string; readonly isDownloaded: boolean } | null;
};

/**
 * What the tray shows.
 * @param state null: the engine has not told it yet
 * @param downloaded the version that only a restart is missing for
 */
export function trayView(
  state: AppState | null,
  now: Instant,
  texts: Texts,
  downloaded: string | null = null,
): TrayView {
  const version = state?.update?.version;
  const update = version === undefined ? null : { version, isDownloaded: version === downloaded };
  const none = { running: [], sets: [], paused: false, update };
  if (!state) return { ...none, shape: 'empty', sentence: texts.tray.starting, tooltip: 'Holdfast' };
  const { sets } = state;
  const backups = state.jobs.filter((job) => job.kind === 'backup' && job.state === 'running');
  const worst = sets.toSorted((a, b) => rank(a) - rank(b))[0];
  if (!worst)
    return {
      ...none,
      shape: 'empty',
      sentence: texts.tray.noSets,
      tooltip: `Holdfast: ${texts.tray.noSets}`,
    };
  const words = sentence(worst, backups, now, texts);
  return {
    shape: shapeOf(worst),
    sentence: sets.length > 1 ? `${worst.name}: ${words}` : words,
    tooltip: tooltip(sets, now, texts),
    running: backups.map((job) => job.id),
    sets: sets.map((set) => set.id),
    paused: sets.some((set) => set.pausedUntil !== null),
    update,
  };
}

/** A backup that failed is worth a look before all that is well, whatever the locks say. */
const hasFailed = (set: SetSummary): boolean => set.trouble !== null && calm.has(set.state);
const calm: ReadonlySet<SetState> = new Set(['protected', 'unproven', 'empty', 'unknown', 'thinning']);

const rank = (set: SetSummary): number => setStates.indexOf(hasFailed(set) ? 'at-risk' : set.state);

function shapeOf(set: SetSummary): TrayShape {
  if (hasFailed(set)) return 'at-risk';
  // Locks that nothing proves never get the shape of protection.
  return set.state === 'unknown' || set.state === 'unproven' ? 'empty' : set.state;
}

function sentence(set: SetSummary, backups: readonly JobView[], now: Instant, texts: Texts): string {
  const { tray } = texts;
  if (hasFailed(set)) return tray.failed;
  const until = set.protectedUntil === null ? null : longDate(set.protectedUntil, texts);
  switch (set.state) {
    case 'suspected':
      return tray.suspected;
    case 'lapsed':
      return tray.lapsed;
    case 'at-risk':
      return tray.atRisk(until);
    case 'thinning':
      return tray.thinning(until);
    case 'paused':
      return isSoon(set.pausedUntil, now)
        ? tray.paused(timeOrDay(set.pausedUntil, now, texts))
        : tray.pausedForNow;
    case 'working':
      return workingWords(
        backups.find((job) => job.set === set.id),
        texts,
      );
    case 'protected':
      return tray.protected(until ?? '–');
    case 'unproven':
      return tray.unproven;
    case 'empty':
      return tray.empty;
    case 'unknown':
      return tray.unknown;
  }
}

/** "Until I go on" is a date that nobody will see. */
const isSoon = (until: Instant | null, now: Instant): until is Instant =>
  until !== null && until - now < 8 * 24 * 3_600_000;

function workingWords(job: JobView | undefined, { tray }: Texts): string {
  const progress = job?.progress;
  if (!progress || progress.open || progress.totalBytes === 0) return tray.working;
  // Whole tens: the menu must not flicker while it is open.
  return tray.workingAt(Math.floor((progress.doneBytes / progress.totalBytes) * 10) * 10);
}

/** The oldest "last good backup" and the earliest end of locks: what the worst of the sets has. */
function tooltip(sets: readonly SetSummary[], now: Instant, texts: Texts): string {
  const backups = sets.map((set) => set.lastBackup?.at ?? null);
  const ends = sets.map((set) => set.protectedUntil);
  const last = backups.includes(null) ? null : Math.min(...backups.map(Number));
  const until = ends.includes(null) ? null : Math.min(...ends.map(Number));
  const backup = last === null ? texts.tray.noneYet : texts.tray.lastGood(agoWords(last, now, texts));
  return until === null || until <= now
    ? backup
    : `${backup}, ${texts.tray.protectedUntil(shortDate(until, texts))}`;
}
