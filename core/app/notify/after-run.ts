import type { ErrorShape } from '../../contract/error-shape.ts';
import type { JobView } from '../../contract/jobs.ts';
import type { ReportKind } from '../reports/report-kinds.ts';
import { noticeId, saying, type About, type Decision } from './decision.ts';
import type { SetMemory } from './memory.ts';

export type EndedRun = Pick<JobView, 'kind' | 'state' | 'figures' | 'error'> & {
  /** Why paths were skipped, each once. */
  readonly skippedReasons: readonly string[];
};

const dayMs = 86_400_000;

/** These pass by themselves as a rule: said aloud from the second time on. */
const passing = new Set(['network-unreachable', 'provider-busy']);
/** Nothing went wrong: somebody else was at work, or the passphrase is asked for elsewhere. */
const noTrouble = new Set(['set-busy', 'set-locked', 'cancelled', 'engine-stopped']);
/** Errors with a notice of their own. */
const ownKinds: Readonly<Record<string, ReportKind>> = {
  'clocks-differ': 'clock',
  'key-too-powerful': 'key-alarm',
  'key-lengthens': 'key-alarm',
  'locks-not-kept': 'proof-failed',
};
const upkeepKinds = new Set(['renew', 'audit', 'prove', 'drill', 'retire']);
/** Of upkeep, so many failures one after another are worth a word: single ones are made up for. */
const upkeepLimit = 3;

/** Pure: what a job that ended deserves. */
export function afterRun(memory: SetMemory, about: About, run: EndedRun): Decision {
  const isGood = run.state === 'done' || run.state === 'warnings';
  if (run.kind === 'backup') return isGood ? goodBackup(memory, about, run) : badBackup(memory, about, run);
  if (!upkeepKinds.has(run.kind)) return { memory, say: [], end: [] };
  return upkeepRun(memory, about, run, isGood);
}

function goodBackup(memory: SetMemory, about: About, { figures, skippedReasons }: EndedRun): Decision {
  const skipped = figures['skipped'] ?? 0;
  const isNews = skippedReasons.some((reason) => !memory.skippedReasons.includes(reason));
  const { failing, noBackup } = memory;
  const wasReported = failing?.reported === true || noBackup !== null;
  return {
    memory: {
      ...memory,
      failing: null,
      noBackup: null,
      raisedByRuns: [],
      skippedReasons:
        skipped === 0 ? [] : [...new Set([...memory.skippedReasons, ...skippedReasons])].slice(0, 50),
    },
    say: [
      ...(skipped > 0
        ? [
            saying(about, 'files-skipped', {
              urgency: isNews ? 'normal' : 'quiet',
              figures: { skipped },
              screen: 'activity',
            }),
          ]
        : []),
      saying(about, wasReported ? 'works-again' : 'backup-done', {
        id: noticeId('backup-done', about.set),
        urgency: 'quiet',
        figures: pick(figures),
        screen: 'home',
        report: wasReported,
      }),
    ],
    end: [
      noticeId('backup-failed', about.set),
      noticeId('no-backup', about.set),
      ...(skipped > 0 ? [] : [noticeId('files-skipped', about.set)]),
    ],
  };
}

const pick = (figures: EndedRun['figures']): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(figures).filter(([name]) => ['files', 'bytes', 'newBytes'].includes(name)),
  );

function badBackup(memory: SetMemory, about: About, { state, error }: EndedRun): Decision {
  if (state === 'cancelled' || !error || noTrouble.has(error.code)) return { memory, say: [], end: [] };
  const before = memory.failing;
  const isSame = before?.code === error.code;
  const count = (isSame ? before.count : 0) + 1;
  const isTold =
    isSame && before.toldAt !== null && about.now - before.toldAt < dayMs && about.now >= before.toldAt;
  const isAloud = !isTold && (count > 1 || !passing.has(error.code));
  return {
    memory: {
      ...raised(memory, error),
      failing: {
        code: error.code,
        count,
        toldAt: isAloud ? about.now : isSame ? before.toldAt : null,
        reported: isAloud || before?.reported === true,
      },
    },
    say: [failure(about, error, isAloud)],
    end: [],
  };
}

function raised(memory: SetMemory, { code }: ErrorShape): SetMemory {
  const kind = ownKinds[code];
  return kind === undefined
    ? memory
    : { ...memory, raisedByRuns: [...new Set([...memory.raisedByRuns, kind])] };
}

function failure(about: About, error: ErrorShape, isAloud: boolean): ReturnType<typeof saying> {
  const kind = ownKinds[error.code] ?? 'backup-failed';
  const urgency = !isAloud ? 'quiet' : kind === 'proof-failed' ? 'critical' : 'normal';
  return saying(about, kind, {
    urgency,
    error,
    screen: kind === 'backup-failed' ? 'activity' : 'protection',
  });
}

function upkeepRun(memory: SetMemory, about: About, run: EndedRun, isGood: boolean): Decision {
  const { kind, error } = run;
  const id = noticeId('upkeep-failed', about.set, kind);
  if (isGood) {
    const { [kind]: _over, ...upkeep } = memory.upkeep;
    return { memory: { ...memory, upkeep, raisedByRuns: [] }, say: [], end: [id] };
  }
  if (run.state === 'cancelled' || !error || noTrouble.has(error.code)) return { memory, say: [], end: [] };
  const times = (memory.upkeep[kind] ?? 0) + 1;
  const changed = { ...raised(memory, error), upkeep: { ...memory.upkeep, [kind]: times } };
  if (ownKinds[error.code] !== undefined)
    return { memory: changed, say: [failure(about, error, times === 1)], end: [] };
  if (times < upkeepLimit) return { memory: changed, say: [], end: [] };
  // Said again at 3, 6, 12, 24 … failures.
  const isAloud = Number.isInteger(Math.log2(times / upkeepLimit));
  const said = saying(about, 'upkeep-failed', {
    id,
    urgency: isAloud ? 'normal' : 'quiet',
    figures: { job: kind, times },
    error,
    screen: 'activity',
  });
  return { memory: changed, say: [said], end: [] };
}
