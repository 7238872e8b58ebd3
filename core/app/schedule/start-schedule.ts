import { startable, type JobKind, type JobView } from '../../contract/jobs.ts';
import type { RunRow } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { BackupSet, ServiceContext } from '../service/service-context.ts';
import { askThisComputer, type PowerAndLine } from './ask-this-computer.ts';
import { planSet, type SetPlan } from './plan-set.ts';
import type { ScheduledKind } from './scheduled-kind.ts';
import { situationOf } from './situation-of.ts';

export type ScheduleContext = Pick<
  ServiceContext,
  | 'world'
  | 'sets'
  | 'jobs'
  | 'runs'
  | 'unlocked'
  | 'log'
  | 'wish'
  | 'host'
  | 'onHostFact'
  | 'stopping'
  | 'onStop'
  | 'changed'
>;

export type ScheduleOptions = {
  /** As `job.start` does; the schedule waits for its end by `jobs.watch`. */
  readonly start: (job: { readonly set: string; readonly kind: ScheduledKind }) => JobView | Promise<JobView>;
  /** What the shell does not tell. */
  readonly ask?: () => Promise<PowerAndLine>;
  /** IANA name; this computer's where left out. */
  readonly zone?: string;
};

export type RunningSchedule = {
  /** When the next backup of a set begins by itself; null: not, or not known yet. */
  readonly nextRun: (set: string) => Instant | null;
  /** Something it depends on changed: settings, a pause, a set, a passphrase. */
  readonly look: () => void;
};

/** A clock may jump and a computer sleep without anybody telling: looked after at least this often. */
const longestWaitMs = 10 * 60_000;
/** After a start, a wake-up or a jump of the clock: the line may need a moment. */
const settleMs = 60_000;
/** Rows of the run log that are looked at. */
const rows = 400;

/** Jobs for which the computer stays awake: what is cut would have to be done again. */
const wakeful: ReadonlySet<JobKind> = new Set<JobKind>([
  'set-up',
  'backup',
  'renew',
  'drill',
  'retire',
  'restore',
  'hold',
  'clean',
  'report',
]);

/** What a set does one at a time. */
const exclusive: ReadonlySet<JobKind> = new Set<JobKind>([...startable, 'clean']);

/** Starts what is due by itself, one thing a set at a time, until the engine stops. */
export function startSchedule(context: ScheduleContext, options: ScheduleOptions): RunningSchedule {
  const { world, jobs, stopping } = context;
  const plans = new Map<string, SetPlan>();
  const seenSince = new Map<string, Instant>();
  /** Starts that failed without a row in the run log: by set and kind. */
  const refused = new Map<string, { readonly at: Instant; readonly count: number }>();
  let settledAt = world.now() + settleMs;
  let offset = world.now() - world.monotonic();
  let wake = new AbortController();
  let isAwake = false;
  let looks = 0;
  let isOver = false;

  const look = (): void => {
    looks += 1;
    wake.abort();
  };

  const keepAwake = (): void => {
    const wanted = jobs.list().some(({ state, kind }) => state === 'running' && wakeful.has(kind));
    if (wanted === isAwake) return;
    isAwake = wanted;
    context.wish({ kind: 'keep-awake', on: wanted });
  };

  const isBusy = (set: string): boolean =>
    jobs.list().some((job) => job.set === set && job.state === 'running' && exclusive.has(job.kind));

  const noteJump = (now: Instant): void => {
    const jump = now - world.monotonic() - offset;
    if (Math.abs(jump) < settleMs) return;
    offset += jump;
    settledAt = now + settleMs;
    if (jump < 0) {
      // What was noted by a clock that was ahead would hold everything back until that day comes.
      seenSince.clear();
      refused.clear();
    }
    const minutes = Math.round(Math.abs(jump) / 60_000);
    const how = jump > 0 ? 'forward, or the computer slept' : 'back';
    context.log.info('schedule', `The clock went ${minutes} minutes ${how}.`);
  };

  const planOf = async (set: BackupSet, now: Instant, host: PowerAndLine): Promise<SetPlan | undefined> => {
    if (!seenSince.has(set.id)) seenSince.set(set.id, now);
    try {
      const situation = await situationOf(set, {
        rows: rowsOf(context, set.id),
        unlocked: context.unlocked.get(set.id) !== undefined,
        seenSince: seenSince.get(set.id) ?? now,
        now,
      });
      return planSet(situation, { now, zone: options.zone, online: context.host.online, ...host });
    } catch (error) {
      context.log.error('schedule', 'A backup set could not be looked at.', error);
      return undefined;
    }
  };

  const start = async (set: string, kind: ScheduledKind, now: Instant): Promise<void> => {
    const key = `${set}/${kind}`;
    try {
      await options.start({ set, kind });
      refused.delete(key);
      context.log.info('schedule', `Started ${kind}.`, { set });
    } catch (error) {
      const count = (refused.get(key)?.count ?? 0) + 1;
      refused.set(key, { at: now, count });
      if (!isHoldfastError(error, 'set-busy'))
        context.log.error('schedule', `Could not start ${kind}.`, error);
    }
  };

  /** No matter what is due: a start that was just refused waits, as what failed does. */
  const restsUntil = (set: string, kind: ScheduledKind): Instant => {
    const last = refused.get(`${set}/${kind}`);
    return last ? last.at + Math.min(60_000 * 2 ** Math.min(last.count - 1, 20), 3_600_000) : 0;
  };

  /** Starts what is due. @returns when to look again */
  const round = async (): Promise<Instant> => {
    const now = world.now();
    noteJump(now);
    const host = await hostNow(context, options);
    let lookAt = now + longestWaitMs;
    for (const set of context.sets.list()) {
      const plan = await planOf(set, now, host);
      if (stopping.aborted || isOver) break;
      if (plan && plans.get(set.id)?.nextBackup !== plan.nextBackup) context.changed();
      if (plan) plans.set(set.id, plan);
      else plans.delete(set.id);
      // Its end is a reason to look.
      if (!plan || isBusy(set.id)) continue;
      if (plan.lookAt !== null) lookAt = Math.min(lookAt, plan.lookAt);
      if (plan.start === null) continue;
      const notBefore = Math.max(settledAt, restsUntil(set.id, plan.start));
      if (notBefore > now) lookAt = Math.min(lookAt, notBefore);
      else await start(set.id, plan.start, now);
    }
    return Math.max(lookAt, now + 1);
  };

  const run = async (): Promise<void> => {
    while (!stopping.aborted && !isOver) {
      const before = looks;
      wake = new AbortController();
      const lookAt = await round();
      // Something changed while it looked.
      if (looks !== before) continue;
      await world
        .sleep(lookAt - world.now(), AbortSignal.any([wake.signal, stopping]))
        .catch(() => undefined);
    }
  };

  const endWatch = jobs.watch(({ state }) => {
    keepAwake();
    if (state !== 'running') look();
  });
  const endFacts = context.onHostFact((fact) => {
    if (fact.kind === 'resumed') settledAt = world.now() + settleMs;
    if (fact.kind !== 'visible' && fact.kind !== 'update') look();
  });
  const running = run();
  context.onStop(async () => {
    endWatch();
    endFacts();
    isOver = true;
    look();
    await running;
  });
  return { nextRun: (set) => plans.get(set)?.nextBackup ?? null, look };
}

/** Newest first. Of a run log that cannot be written, what this program remembers by itself is enough not to begin again and again. */
function rowsOf({ runs, jobs }: Pick<ScheduleContext, 'runs' | 'jobs'>, set: string): readonly RunRow[] {
  const logged = runs.list(set, { offset: 0, limit: rows }).runs;
  const known = new Set(logged.map(({ id }) => id));
  const ended = jobs.list().filter((job) => job.set === set && job.state !== 'running' && !known.has(job.id));
  return [...ended.map(asRow).filter((row) => row !== undefined), ...logged];
}

function asRow({ id, kind, startedAt, endedAt, state, figures, words, error }: JobView): RunRow | undefined {
  const known = startable.find((one) => one === kind);
  if (!known || state === 'running') return undefined;
  const seconds = ((endedAt ?? startedAt) - startedAt) / 1000;
  return {
    id,
    kind: known,
    startedAt,
    seconds,
    result: state,
    figures,
    words: words ?? '',
    snapshot: null,
    error,
  };
}

/** The shell's word, and what this computer says itself where the shell has none and a set cares. */
async function hostNow(
  { host, sets }: Pick<ScheduleContext, 'host' | 'sets'>,
  { ask = askThisComputer }: ScheduleOptions,
): Promise<PowerAndLine> {
  const cares = sets.list().some(({ settings: { limits } }) => !limits.onBattery || !limits.onMetered);
  const isTold = host.onBattery !== null && host.metered !== null;
  const asked = cares && !isTold ? await ask() : { onBattery: null, metered: null };
  return { onBattery: host.onBattery ?? asked.onBattery, metered: host.metered ?? asked.metered };
}
