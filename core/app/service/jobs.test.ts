import { expect, test } from 'vitest';
import type { JobProgress, JobView } from '../../contract/jobs.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { realWorld, type World } from '../../system/world.ts';
import { movedWorld } from '../schedule/testing/moved-world.ts';
import { makeJobs } from './jobs.ts';
import type { JobEnd, RunLog, RunningJob } from './service-context.ts';
import { silentLog } from './silent-log.ts';

const done: JobEnd = { state: 'done', words: 'Done.', figures: { files: 1 } };

function scene(world: World = realWorld) {
  const told: JobView[] = [];
  const rows: unknown[] = [];
  const logged: unknown[] = [];
  const runs: RunLog = {
    begin: (set, run) => void rows.push(['begin', set, run.kind]),
    end: (set, row, skipped) => void rows.push(['end', set, row.kind, row.result, skipped.length]),
    list: () => ({ runs: [], total: 0 }),
    last: () => undefined,
    skipped: () => ({ skipped: [], count: 0 }),
    trouble: () => null,
  };
  const jobs = makeJobs({
    world,
    log: { ...silentLog, error: (...line) => void logged.push(line) },
    runs,
    isVisible: () => true,
    tell: (job) => void told.push(job),
    changed: () => undefined,
  });
  return { jobs, told, rows, logged };
}

const progress = (doneBytes: number): JobProgress => ({
  phase: 'storing',
  doneFiles: 0,
  totalFiles: 0,
  doneBytes,
  totalBytes: 100,
  open: false,
  bytesPerSecond: null,
  remainingSeconds: null,
  slow: null,
});

/** Resolves when the job is cancelled. */
const untilCancelled = ({ signal }: RunningJob): Promise<JobEnd> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new HoldfastError('cancelled')), { once: true });
  });

test('a question that nobody answers ends by itself, so that renewals run again; an answer counts', async () => {
  const world = movedWorld(0);
  const { jobs, told } = scene(world);
  const asking = async (job: RunningJob): Promise<JobEnd> => {
    if (await job.ask({ storedBytes: 1, newBytes: 9 })) return done;
    throw new HoldfastError('run-too-large');
  };
  const first = jobs.start({ kind: 'backup', set: 'main', run: asking });
  await expect.poll(() => told.some(({ question }) => question !== null)).toBe(true);
  void world.pass(12 * 3_600_000);
  expect(await jobs.ended(first.id)).toMatchObject({ state: 'failed', error: { code: 'run-too-large' } });
  const second = jobs.start({ kind: 'backup', set: 'main', run: asking });
  await expect.poll(() => jobs.get(second.id)?.question).not.toBeNull();
  jobs.answer(second.id, true);
  expect(await jobs.ended(second.id)).toMatchObject({ state: 'done', question: null });
});

test('all that runs for one set is ended, and nothing of another', async () => {
  const { jobs } = scene();
  const [backup, restore, other] = (['backup main', 'restore main', 'backup further'] as const).map(
    (what) => {
      const [kind, set] = what.split(' ') as ['backup' | 'restore', string];
      return jobs.start({ kind, set, run: untilCancelled });
    },
  );
  await jobs.endAllOf('main');
  expect([backup, restore, other].map((job) => jobs.get(job!.id)?.state)).toEqual([
    'cancelled',
    'cancelled',
    'running',
  ]);
  await jobs.stop();
});

test('of many words of progress few are told, and always the last view', async () => {
  const { jobs, told } = scene();
  const { id } = jobs.start({
    kind: 'measure',
    set: null,
    run: (job) => {
      for (let bytes = 0; bytes <= 100; bytes++) job.progress(progress(bytes));
      return Promise.resolve(done);
    },
  });
  expect(await jobs.ended(id)).toMatchObject({
    state: 'done',
    progress: { doneBytes: 100 },
    figures: { files: 1 },
  });
  expect(told.map(({ state }) => state)).toEqual(['running', 'done']);
});

test('exclusive ones of a set exclude each other, and nothing else', async () => {
  const { jobs } = scene();
  const backup = jobs.start({ kind: 'backup', set: 'a', run: untilCancelled });
  const start = (kind: 'renew' | 'restore', set: string) => () =>
    jobs.start({ kind, set, run: untilCancelled });
  expect(start('renew', 'a')).toThrow('set-busy {"kind":"backup"}');
  expect([start('restore', 'a')().state, start('renew', 'b')().state]).toEqual(['running', 'running']);
  await jobs.stop();
  expect(jobs.list().map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  expect(jobs.get(backup.id)?.error).toBeNull();
  expect(start('renew', 'c')).toThrow('engine-stopped');
});

test('a question is in the view until it is answered; cancelled meanwhile, the answer is no', async () => {
  const { jobs, told } = scene();
  const question = { storedBytes: 1, newBytes: 3 };
  const asking = (answers: boolean[]) => async (job: RunningJob) => {
    answers.push(await job.ask(question));
    return done;
  };
  const [yes, no]: [boolean[], boolean[]] = [[], []];
  const first = jobs.start({ kind: 'backup', set: 'a', run: asking(yes) });
  await expect.poll(() => jobs.get(first.id)?.question).toEqual(question);
  jobs.answer(first.id, true);
  await jobs.ended(first.id);
  jobs.answer(first.id, false);
  const second = jobs.start({ kind: 'backup', set: 'a', run: asking(no) });
  await expect.poll(() => jobs.get(second.id)?.question).toEqual(question);
  jobs.cancel(second.id);
  await jobs.ended(second.id);
  expect([yes, no]).toEqual([[true], [false]]);
  expect(told.at(-1)?.question).toBeNull();
});

test('one that took long is remembered, however many began and ended since', async () => {
  let now = 0;
  const { jobs } = scene({ ...realWorld, now: () => ++now });
  const end = Promise.withResolvers<JobEnd>();
  const long = jobs.start({ kind: 'restore', set: null, run: () => end.promise });
  const short = async (): Promise<string> => {
    const { id } = jobs.start({ kind: 'measure', set: null, run: () => Promise.resolve(done) });
    await jobs.ended(id);
    return id;
  };
  const first = await short();
  for (let count = 0; count < 55; count++) await short();
  end.resolve(done);
  await jobs.ended(long.id);
  await short();
  expect([jobs.get(long.id)?.state, jobs.get(first)]).toEqual(['done', undefined]);
});

test('what nobody foresaw ends the job without its message, which may hold anything; the log has it', async () => {
  const { jobs, rows, logged } = scene();
  const { id } = jobs.start({
    kind: 'audit',
    set: 'a',
    run: () => Promise.reject(new TypeError('the key is hunter2')),
  });
  const end = await jobs.ended(id);
  expect(end).toMatchObject({ state: 'failed', error: { code: 'bug' } });
  expect(JSON.stringify(end)).not.toContain('hunter2');
  expect(logged).toHaveLength(1);
  expect(rows).toEqual([
    ['begin', 'a', 'audit'],
    ['end', 'a', 'audit', 'failed', 0],
  ]);
});
