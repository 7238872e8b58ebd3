import type { JobKind, JobView } from '../../contract/jobs.ts';
import type { RunRow } from '../../contract/sets.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { World } from '../../system/world.ts';
import { JobMeter } from './job-meter.ts';
import { wordsInWindow } from '../words-in-window.ts';
import type { JobEnd, JobRequest, Jobs, Log, RunLog, RunningJob } from './service-context.ts';
import { shapeError } from './shape-error.ts';
import { throttled } from './throttled.ts';
import { whileNobodyWaits } from './waiting-person.ts';

/** At most five times a second; nobody looks at a hidden window. */
const progressMs = 200;
const hiddenProgressMs = 2_000;
/** A job that waits keeps the set's renewals from running, and nobody may be there for weeks: then it is asked again later. */
const answerMs = 12 * 3_600_000;
/** Ended jobs that are remembered. */
const remembered = 50;

/** One of these runs for a set at a time: each writes to the repository, or must see it hold still. */
const exclusive: ReadonlySet<JobKind> = new Set<JobKind>([
  'backup',
  'renew',
  'audit',
  'prove',
  'drill',
  'retire',
  'clean',
]);
const loggedKinds: ReadonlySet<string> = new Set<RunRow['kind']>([
  'backup',
  'renew',
  'audit',
  'prove',
  'drill',
  'retire',
  'restore',
]);

type Entry = {
  view: JobView;
  readonly abort: AbortController;
  readonly ended: Promise<JobView>;
  answer: ((goOn: boolean) => void) | undefined;
};

type AllJobs = Jobs & {
  /** Cancels what runs for a set and waits for its end. */
  readonly endAllOf: (set: string) => Promise<void>;
  /** Cancels all and waits for their ends. */
  readonly stop: () => Promise<void>;
};

export function makeJobs(about: {
  readonly world: World;
  readonly log: Log;
  readonly runs: RunLog;
  readonly isVisible: () => boolean;
  /** Each view that windows should see. */
  readonly tell: (job: JobView) => void;
  readonly changed: () => void;
}): AllJobs {
  const { world, log, runs, changed } = about;
  const entries = new Map<string, Entry>();
  const watchers = new Set<(job: JobView) => void>();
  let isStopping = false;

  const tell = (view: JobView): void => {
    about.tell(view);
    for (const watcher of watchers) watcher(view);
  };
  const running = (): readonly Entry[] =>
    [...entries.values()].filter(({ view }) => view.state === 'running');

  const start = ({ kind, set, run }: JobRequest): JobView => {
    if (isStopping) throw new HoldfastError('engine-stopped');
    const other = running().find(({ view }) => view.set === set && exclusive.has(view.kind));
    if (set !== null && exclusive.has(kind) && other)
      throw new HoldfastError('set-busy', { kind: other.view.kind });
    const id = Buffer.from(world.random(12)).toString('hex');
    const startedAt = world.now();
    const abort = new AbortController();
    const began = world.monotonic();
    let resolve: (view: JobView) => void = () => undefined;
    const ended = new Promise<JobView>((done) => (resolve = done));
    const entry: Entry = {
      view: {
        id,
        kind,
        set,
        state: 'running',
        startedAt,
        endedAt: null,
        progress: null,
        words: null,
        figures: {},
        error: null,
        question: null,
      },
      abort,
      ended,
      answer: undefined,
    };
    entries.set(id, entry);
    forgetOld(entries);
    const show = (part: Partial<JobView>): void => {
      entry.view = { ...entry.view, ...part };
    };
    const meter = new JobMeter();
    const progress = throttled(
      world,
      () => (about.isVisible() ? progressMs : hiddenProgressMs),
      () => {
        if (entry.view.state === 'running') tell(entry.view);
      },
    );
    const job: RunningJob = {
      id,
      signal: abort.signal,
      progress: (now) => {
        show({ progress: meter.complete(now, world.monotonic()) });
        progress.touch();
      },
      ask: (question) =>
        new Promise((settle) => {
          const answered = new AbortController();
          const done = (goOn: boolean): void => {
            if (entry.answer !== done) return;
            entry.answer = undefined;
            answered.abort();
            show({ question: null });
            tell(entry.view);
            changed();
            settle(goOn);
          };
          entry.answer = done;
          show({ question });
          if (abort.signal.aborted) return done(false);
          abort.signal.addEventListener('abort', () => done(false), { once: true });
          void world
            .sleep(answerMs, answered.signal)
            .catch(() => undefined)
            .finally(() => done(false));
          tell(entry.view);
          changed();
        }),
    };
    const logged = set !== null && loggedKinds.has(kind) ? (kind as RunRow['kind']) : undefined;
    if (set !== null && logged) runs.begin(set, { id, kind: logged, startedAt });
    const end = (result: JobView['state'], done: Partial<JobView>, extra: Partial<JobEnd>): void => {
      show({ ...done, state: result, endedAt: world.now(), question: null });
      const { words, figures, error } = entry.view;
      if (set !== null && logged && result !== 'running')
        runs.end(
          set,
          {
            id,
            kind: logged,
            startedAt,
            seconds: (world.monotonic() - began) / 1000,
            result,
            figures,
            words: words ?? '',
            snapshot: extra.snapshot ?? null,
            error,
          },
          extra.skipped ?? [],
        );
      log.info(kind, `${result}: ${words ?? ''}`, { set, seconds: (world.monotonic() - began) / 1000 });
      tell(entry.view);
      changed();
      resolve(entry.view);
    };
    // Later, so that whoever starts it knows its id before its first word.
    void Promise.resolve()
      .then(() => {
        abort.signal.throwIfAborted();
        return whileNobodyWaits(() => run(job));
      })
      .then(
        (done) =>
          end(
            done.state,
            { words: wordsInWindow(done.words), figures: done.figures },
            { ...done, words: wordsInWindow(done.words) },
          ),
        (error: unknown) => {
          const shape = shapeError(error, log, kind);
          const isCancelled = abort.signal.aborted || shape.code === 'cancelled';
          end(
            isCancelled ? 'cancelled' : 'failed',
            { words: shape.words, error: isCancelled ? null : shape },
            {},
          );
        },
      );
    tell(entry.view);
    changed();
    return entry.view;
  };

  return {
    start,
    get: (id) => entries.get(id)?.view,
    list: () => [...entries.values()].map(({ view }) => view).toReversed(),
    cancel: (id) => entries.get(id)?.abort.abort(),
    answer: (id, goOn) => entries.get(id)?.answer?.(goOn),
    ended: (id) => {
      const entry = entries.get(id);
      return entry
        ? entry.ended
        : Promise.reject(new HoldfastError('request-invalid', { reason: 'no such job' }));
    },
    watch: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    endAllOf: (set) => endAll(running().filter(({ view }) => view.set === set)),
    stop: async () => {
      isStopping = true;
      await endAll(running());
    },
  };
}

async function endAll(entries: readonly Entry[]): Promise<void> {
  for (const { abort } of entries) abort.abort();
  await Promise.all(entries.map(({ ended }) => ended));
}

/** First those that ended first: one that took days is not forgotten at its end for all that began since. */
function forgetOld(entries: Map<string, Entry>): void {
  const ended = [...entries]
    .filter(([, { view }]) => view.state !== 'running')
    .toSorted(([, a], [, b]) => (a.view.endedAt ?? 0) - (b.view.endedAt ?? 0));
  for (const [id] of ended.slice(0, Math.max(0, ended.length - remembered))) entries.delete(id);
}
