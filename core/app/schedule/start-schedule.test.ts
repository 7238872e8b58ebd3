import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { SetSettings } from '../../contract/sets.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { homeAt } from '../home.ts';
import type { HostFact, Wish } from '../service/engine.ts';
import { makeJobs } from '../service/jobs.ts';
import { openRunLog } from '../service/run-log.ts';
import type { BackupSet, HostView } from '../service/service-context.ts';
import { silentLog } from '../service/silent-log.ts';
import { writeSettings } from '../settings.ts';
import type { ScheduledKind } from './scheduled-kind.ts';
import { startSchedule } from './start-schedule.ts';
import { movedWorld } from './testing/moved-world.ts';
import { sampleSetSettings, sampleSettings } from '../testing/sample-settings.ts';

const hour = 3_600_000;
const minute = 60_000;
const start = Date.UTC(2026, 10, 23, 11);

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Stage = Awaited<ReturnType<typeof stage>>;

/** A real job list, run log and home; the jobs themselves end when the test says so. */
async function stage(
  about: { readonly schedule?: SetSettings['schedule']; readonly facts?: Partial<HostView> } = {},
) {
  const world = movedWorld(start);
  const home = homeAt(await mkdtemp(join(tmpdir(), 'holdfast-schedule-')));
  await writeSettings(home, { ...sampleSettings, secrets: 'keychain' });
  let set: BackupSet = {
    id: 'main',
    home,
    pausedUntil: null,
    settings: {
      ...sampleSetSettings,
      schedule: about.schedule ?? { kind: 'every', hours: 6 },
      limits: { uploadBytesPerSecond: null, hours: null, onBattery: false, onMetered: false },
    },
  };
  const runs = openRunLog(() => home, silentLog);
  const jobs = makeJobs({
    world: { ...world, sleep: () => new Promise(() => undefined) },
    log: silentLog,
    runs,
    isVisible: () => false,
    tell: () => undefined,
    changed: () => undefined,
  });
  const stopping = new AbortController();
  const wishes: Wish[] = [];
  const started: ScheduledKind[] = [];
  const tellers: ((fact: HostFact) => void)[] = [];
  const host = { onBattery: null, metered: null, online: null, visible: false, ...about.facts };
  const endings: (() => unknown)[] = [];
  let finish: (() => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  const schedule = startSchedule(
    {
      world,
      sets: {
        list: () => [set],
        get: () => set,
        nextHome: () => ({ id: 'main', home }),
        add: () => Promise.resolve(set),
        forget: () => Promise.resolve(),
        change: () => Promise.resolve(set),
        pause: () => Promise.resolve(),
      },
      jobs,
      runs,
      unlocked: { get: () => undefined, set: () => undefined, forget: () => undefined },
      log: silentLog,
      wish: (wish) => void wishes.push(wish),
      host,
      onHostFact: (listener) => {
        tellers.push(listener);
        return () => undefined;
      },
      stopping: stopping.signal,
      onStop: (end) => void endings.push(end),
      changed: () => undefined,
    },
    {
      zone: 'Europe/Berlin',
      ask: () => Promise.resolve({ onBattery: null, metered: null }),
      start: ({ kind }) => {
        started.push(kind);
        return jobs.start({
          kind,
          set: 'main',
          run: () =>
            new Promise((resolve, reject) => {
              finish = () => resolve({ state: 'done', words: '', figures: {} });
              fail = reject;
            }),
        });
      },
    },
  );
  const end = async (how: () => void): Promise<void> => {
    const [running] = jobs.list();
    await Promise.resolve();
    how();
    if (running) await jobs.ended(running.id);
    await world.asleep();
  };
  const close = async (): Promise<void> => {
    stopping.abort();
    for (const one of endings) await one();
    runs.close();
  };
  ends.push(close);
  await world.asleep();
  return {
    world,
    schedule,
    jobs,
    started,
    wishes,
    host,
    tell: async (fact: HostFact) => {
      for (const teller of tellers) teller(fact);
      await world.pass(0);
    },
    change: (part: Partial<BackupSet>) => (set = { ...set, ...part }),
    finish: () => end(() => finish?.()),
    fail: (error: Error) => end(() => fail?.(error)),
  };
}

/** Through the first backup, which is made up for after twenty minutes. */
async function afterFirstBackup(about?: Parameters<typeof stage>[0]): Promise<Stage> {
  const made = await stage(about);
  await made.world.pass(20 * minute);
  await made.finish();
  made.started.splice(0);
  return made;
}

test('a backup each six hours, one at a time, and the computer is kept awake meanwhile', async () => {
  const { world, schedule, started, wishes, finish } = await stage();
  expect(schedule.nextRun('main')).toBe(start + 20 * minute);
  await world.pass(20 * minute - 1);
  expect(started).toEqual([]);
  await world.pass(1);
  expect(started).toEqual(['backup']);
  expect(wishes).toEqual([{ kind: 'keep-awake', on: true }]);
  await world.pass(5 * hour);
  expect(started).toEqual(['backup']);
  await finish();
  expect(wishes.at(-1)).toEqual({ kind: 'keep-awake', on: false });
  expect(schedule.nextRun('main')).toBe(start + 20 * minute + 6 * hour);
  await world.pass(hour);
  expect(started).toEqual(['backup', 'backup']);
});

test('what fails is tried again after a quarter of an hour, then after half of one', async () => {
  const { world, started, fail, finish } = await stage();
  await world.pass(20 * minute);
  await fail(new HoldfastError('network-unreachable'));
  await world.pass(15 * minute - 1);
  expect(started).toHaveLength(1);
  await world.pass(1);
  expect(started).toHaveLength(2);
  await fail(new HoldfastError('network-unreachable'));
  await world.pass(29 * minute);
  expect(started).toHaveLength(2);
  await world.pass(minute);
  expect(started).toHaveLength(3);
  await finish();
  await world.pass(6 * hour - 1);
  expect(started).toHaveLength(3);
});

test('after a sleep over many runs one catches up, a minute after waking', async () => {
  const { world, started, tell, finish } = await afterFirstBackup({
    schedule: { kind: 'daily', at: '13:00', days: [] },
  });
  world.jump(5 * 24 * hour);
  await tell({ kind: 'resumed' });
  expect(started).toEqual([]);
  await world.pass(minute);
  expect(started).toEqual(['backup']);
  await finish();
  started.splice(0);
  await world.pass(minute);
  // What else was waiting has its turn; the backup does not begin again.
  expect(started).not.toContain('backup');
});

test('a clock that went forward is noticed although nobody tells', async () => {
  const { world, started } = await afterFirstBackup({ schedule: { kind: 'daily', at: '13:00', days: [] } });
  world.jump(2 * 24 * hour);
  await world.pass(11 * minute);
  expect(started).toEqual(['backup']);
});

test('a clock that was years ahead and is right again does not stop the backups', async () => {
  const { world, started, finish, tell } = await afterFirstBackup();
  world.jump(800 * 24 * hour);
  await tell({ kind: 'resumed' });
  await world.pass(minute);
  expect(started).toEqual(['backup']);
  await finish();
  await world.pass(minute);
  world.jump(-800 * 24 * hour);
  started.splice(0);
  await finish();
  await world.pass(7 * hour);
  expect(started).toContain('backup');
});

test('battery and line as the shell tells them; paused and resumed', async () => {
  const { world, started, host, tell, change, schedule } = await afterFirstBackup();
  host.onBattery = true;
  await tell({ kind: 'power', onBattery: true });
  await world.pass(7 * hour);
  expect(started).toEqual([]);
  change({ pausedUntil: 8.64e15 });
  host.onBattery = false;
  await tell({ kind: 'power', onBattery: false });
  expect(started).toEqual([]);
  expect(schedule.nextRun('main')).toBe(null);
  change({ pausedUntil: null });
  schedule.look();
  await world.pass(0);
  expect(started).toEqual(['backup']);
});

test('a job that a person started is waited for', async () => {
  const { world, jobs, started } = await afterFirstBackup();
  let end: () => void = () => undefined;
  const job = jobs.start({
    kind: 'audit',
    set: 'main',
    run: () => new Promise((resolve) => (end = () => resolve({ state: 'done', words: '', figures: {} }))),
  });
  await world.pass(7 * hour);
  expect(started).toEqual([]);
  end();
  await jobs.ended(job.id);
  await world.pass(1);
  expect(started).toEqual(['backup']);
});

test('a clock that was years ahead at the start and is right again does not put off the first backup', async () => {
  const { world, started } = await stage();
  world.jump(-800 * 24 * hour);
  await world.pass(31 * minute);
  expect(started).toEqual(['backup']);
});
