import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppSettings } from '../../core/contract/app.ts';
import type { Notice } from '../../core/contract/notice.ts';
import { homeAt, type Home } from '../../core/app/home.ts';
import { openNoticeBoard, type NoticeBoard } from '../../core/app/notify/notice-board.ts';
import {
  startNotices,
  type NoticesContext,
  type RunningNotices,
} from '../../core/app/notify/start-notices.ts';
import { movedWorld, type MovedWorld } from '../../core/app/schedule/testing/moved-world.ts';
import { makeJobs } from '../../core/app/service/jobs.ts';
import { openRunLog } from '../../core/app/service/run-log.ts';
import type { BackupSet, JobEnd } from '../../core/app/service/service-context.ts';
import { openLog, type OpenLog } from '../../core/app/logs/open-log.ts';
import { writeSettings } from '../../core/app/settings.ts';
import type { RunRow } from '../../core/contract/sets.ts';
import { sampleSetSettings, sampleSettings } from '../../core/app/testing/sample-settings.ts';

export const start = Date.UTC(2026, 10, 23, 11);

export type NoticesStage = {
  readonly context: NoticesContext;
  readonly world: MovedWorld;
  readonly home: Home;
  readonly appFolder: string;
  readonly board: NoticeBoard;
  /** What the desktop was asked to say. */
  readonly desktop: readonly Notice[];
  readonly log: OpenLog;
  readonly running: RunningNotices;
  readonly change: (part: Partial<AppSettings>) => void;
  /** A backup that succeeds, and all that its end sets off. */
  readonly good: (part?: Partial<JobEnd>) => Promise<void>;
  readonly bad: (error: Error) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** One backup set with a real home, run log, job list, board and log, in a world whose time is moved. */
export async function notices(settings: Partial<AppSettings>, folder?: string): Promise<NoticesStage> {
  const world = movedWorld(start);
  const appFolder = folder ?? (await mkdtemp(join(tmpdir(), 'holdfast-notices-')));
  const home = homeAt(appFolder);
  await writeSettings(home, sampleSettings);
  let app: AppSettings = {
    language: 'en',
    theme: 'system',
    startAtLogin: false,
    notify: { trouble: true, success: false },
    mail: null,
    webhook: null,
    reports: 'trouble',
    ...settings,
  };
  const set: BackupSet = {
    id: 'main',
    home,
    pausedUntil: null,
    settings: {
      ...sampleSetSettings,
      name: 'Papers',
      schedule: { kind: 'every', hours: 24 },
    },
  };
  const log = await openLog({ folder: appFolder, world });
  const runs = openRunLog(() => home, log);
  const jobs = makeJobs({
    world: { ...world, sleep: () => new Promise(() => undefined) },
    log,
    runs,
    isVisible: () => false,
    tell: () => undefined,
    changed: () => undefined,
  });
  const desktop: Notice[] = [];
  const board = await openNoticeBoard({
    appFolder,
    world,
    log,
    settings: () => app,
    emit: () => undefined,
    desktop: (notice) => void desktop.push(notice),
    changed: () => undefined,
  });
  const passphrases = new Map<string, string>();
  const stopping = new AbortController();
  const ends: (() => unknown)[] = [];
  const context: NoticesContext = {
    world,
    appFolder,
    keychain: false,
    environment: {},
    app: { settings: () => app, change: () => Promise.resolve(app) },
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
    unlocked: {
      get: (id: string) => passphrases.get(id),
      set: (id: string, passphrase: string) => void passphrases.set(id, passphrase),
      forget: (id: string) => void passphrases.delete(id),
    },
    log,
    notify: board.put,
    dismiss: board.end,
    stopping: stopping.signal,
    onStop: (end: () => unknown) => void ends.push(end),
  };
  const running = await startNotices(context);
  await running.look();
  const run = async (kind: RunRow['kind'], work: () => Promise<JobEnd>): Promise<void> => {
    const job = jobs.start({ kind, set: 'main', run: work });
    await jobs.ended(job.id);
    // In turn behind what the end of the job has set off.
    await running.look();
  };
  return {
    context,
    world,
    appFolder,
    home,
    board,
    desktop,
    log,
    running,
    change: (part: Partial<AppSettings>) => void (app = { ...app, ...part }),
    good: (part: Partial<JobEnd> = {}) =>
      run('backup', () => Promise.resolve({ state: 'done', words: '', figures: { files: 2 }, ...part })),
    bad: (error: Error) => run('backup', () => Promise.reject(error)),
    stop: async () => {
      stopping.abort();
      for (const end of ends.toReversed()) await end();
      await board.written();
      runs.close();
      log.close();
    },
  };
}
