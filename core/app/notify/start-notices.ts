import { join } from 'node:path';
import type { JobView } from '../../contract/jobs.ts';
import { openOutbox } from '../reports/outbox.ts';
import { languageOf, reportWords, wordsWithReason } from '../reports/report-words.ts';
import { reportKinds, type ReportKind } from '../reports/report-kinds.ts';
import { channelsOf } from '../reports/send-report.ts';
import { heldUntil, isWeekOver, weeklySummary } from '../reports/weekly-summary.ts';
import { withoutNames } from '../reports/without-names.ts';
import { readKept, writeKept } from '../service/kept-file.ts';
import type { BackupSet, ServiceContext } from '../service/service-context.ts';
import { afterLook } from './after-look.ts';
import { afterRun } from './after-run.ts';
import { noticeId, type About, type Decision, type Saying } from './decision.ts';
import { lookAtSet } from './look-at-set.ts';
import { emptyMemory, memorySchema, nothingSaid, type Memory, type SetMemory } from './memory.ts';
import { isReported } from './is-reported.ts';
import { isSuccess } from './wants-desktop.ts';

export type NoticesContext = Pick<
  ServiceContext,
  | 'world'
  | 'appFolder'
  | 'keychain'
  | 'environment'
  | 'app'
  | 'sets'
  | 'jobs'
  | 'runs'
  | 'unlocked'
  | 'log'
  | 'notify'
  | 'dismiss'
  | 'stopping'
  | 'onStop'
>;

export type RunningNotices = {
  /** Something a person should hear may have happened (a suspicion decided, settings changed): looks at everything. */
  readonly look: () => Promise<void>;
  /** Resolves when every report was sent or given up. */
  readonly sent: () => Promise<void>;
};

const lookEveryMs = 30 * 60_000;
/** More than runs in a week. */
const weekRows = 400;
/** After a start or a sleep, what was missed is made up for first. */
const settleMs = 60 * 60_000;

/** Watches jobs, events of the homes and the clock; says what deserves it, here and by mail and webhook, until the engine stops. */
export async function startNotices(context: NoticesContext): Promise<RunningNotices> {
  const { world, log, stopping } = context;
  const path = join(context.appFolder, 'notify.json');
  const kept = await readKept(path, {
    schema: memorySchema,
    version: 1,
    migrations: {},
    defaults: emptyMemory,
    world,
  });
  let memory: Memory = kept.value;
  let settledFrom = world.monotonic();
  let offset = world.now() - world.monotonic();

  const outbox = openOutbox(context, (channel, failure) => {
    const id = `report-failed:${channel}`;
    if (!failure) return context.dismiss(id);
    const figures = { channel };
    const { text } = reportWords('en', { kind: 'report-failed', name: '', figures });
    context.notify({
      id,
      at: world.now(),
      set: null,
      urgency: 'normal',
      kind: 'report-failed',
      figures,
      words: text,
      error: null,
      screen: 'settings',
    });
  });

  const remember = async (next: Memory): Promise<void> => {
    if (JSON.stringify(next) === JSON.stringify(memory)) return;
    memory = next;
    await writeKept(path, memory).catch((error: unknown) =>
      log.error('notices', 'What was said could not be written down.', error),
    );
  };

  const report = ({ notice }: Saying, name: string): void => {
    const language = languageOf(context.app.settings(), context.environment);
    const { kind, figures, at } = notice;
    const error = notice.error && withoutNames(notice.error);
    const words = wordsWithReason(language, { kind: kind as ReportKind, name, figures, error });
    outbox.send({ ...words, kind, at, set: name, figures, error });
  };

  const apply = async (about: About, decision: Decision): Promise<void> => {
    // First on the disk: killed between the two, something is said once too little rather than at every start.
    await remember({ ...memory, sets: { ...memory.sets, [about.set]: decision.memory } });
    for (const id of decision.end) context.dismiss(id);
    const { notify, reports } = context.app.settings();
    for (const saying of decision.say) {
      if (!isSuccess(saying.notice) || notify.success) context.notify(saying.notice);
      if (isReported(saying, reports)) report(saying, about.name);
    }
  };

  const aboutOf = (set: BackupSet): About => ({ set: set.id, name: set.settings.name, now: world.now() });

  const noteRun = async (job: JobView): Promise<void> => {
    const set = context.sets.list().find(({ id }) => id === job.set);
    if (!set) return;
    const skipped = context.runs.skipped(set.id, job.id).skipped.map(({ reason }) => reason);
    const run = { ...job, skippedReasons: [...new Set(skipped)] };
    await apply(aboutOf(set), afterRun(memory.sets[set.id] ?? nothingSaid, aboutOf(set), run));
    await lookAt(set);
  };

  const lookAt = async (set: BackupSet): Promise<void> => {
    try {
      const now = world.now();
      const before = memory.sets[set.id] ?? nothingSaid;
      const seen = await lookAtSet(set, context.runs, before, now);
      const settled = world.monotonic() - settledFrom >= settleMs;
      await apply(aboutOf(set), afterLook(before, aboutOf(set), { ...seen, settled }));
    } catch (error) {
      log.error('notices', 'A backup set could not be looked at.', error);
    }
  };

  const forgetGone = async (): Promise<void> => {
    const known = new Set(context.sets.list().map(({ id }) => id));
    const gone = Object.keys(memory.sets).filter((id) => !known.has(id));
    for (const set of gone) for (const id of idsOf(set, memory.sets[set] ?? nothingSaid)) context.dismiss(id);
    const sets = Object.fromEntries(Object.entries(memory.sets).filter(([id]) => known.has(id)));
    await remember({ ...memory, sets });
  };

  const sendWeekly = async (): Promise<void> => {
    const now = world.now();
    if (context.app.settings().reports !== 'weekly' || channelsOf(context).length === 0)
      return await remember({ ...memory, weeklyAt: null });
    if (memory.weeklyAt === null) return await remember({ ...memory, weeklyAt: now });
    if (!isWeekOver(memory.weeklyAt, now)) return;
    const language = languageOf(context.app.settings(), context.environment);
    const weeks = await Promise.all(
      context.sets.list().map(async (set) => {
        const said = memory.sets[set.id] ?? nothingSaid;
        const { name } = set.settings;
        try {
          const seen = await lookAtSet(set, context.runs, said, now);
          return { name, runs: seen.runs, until: heldUntil(seen), said };
        } catch {
          // Its own look says what is wrong with it: the others are told of all the same.
          return {
            name,
            runs: context.runs.list(set.id, { offset: 0, limit: weekRows }).runs,
            until: null,
            said,
          };
        }
      }),
    );
    const summary = weeklySummary(language, weeks, now);
    await remember({ ...memory, weeklyAt: now });
    outbox.send({
      ...summary,
      kind: 'weekly',
      at: now,
      set: null,
      figures: { sets: weeks.length },
      error: null,
    });
  };

  /** One after another: each rests on what the one before said. */
  let queue = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work).catch((error: unknown) => log.error('notices', 'A notice was lost.', error));
    return queue;
  };
  const look = (): Promise<void> =>
    inTurn(async () => {
      const jump = world.now() - world.monotonic() - offset;
      offset += jump;
      if (Math.abs(jump) > lookEveryMs) settledFrom = world.monotonic();
      await forgetGone();
      for (const set of context.sets.list()) await lookAt(set);
      await sendWeekly();
    });

  const endWatch = context.jobs.watch((job) => {
    if (job.state !== 'running' && job.set !== null) void inTurn(() => noteRun(job));
  });
  const run = async (): Promise<void> => {
    while (!stopping.aborted) {
      await look();
      await world.sleep(lookEveryMs, stopping).catch(() => undefined);
    }
  };
  const running = run();
  context.onStop(async () => {
    endWatch();
    // Where nobody aborts, nothing is waited for that only time would end.
    if (stopping.aborted) await running;
    await queue;
  });
  return { look, sent: () => outbox.idle() };
}

/** Of every notice that there may be about a set. */
const idsOf = (set: string, { alarms, upkeep }: SetMemory): readonly string[] => [
  ...reportKinds.map((kind) => noticeId(kind, set)),
  ...Object.keys(upkeep).map((job) => noticeId('upkeep-failed', set, job)),
  ...alarms.map((event) => noticeId('audit-alarm', set, event.replace(/^alarm-/, ''))),
];
