import { join } from 'node:path';
import type { AppState } from '../../contract/app.ts';
import type { Reply } from '../../contract/error-shape.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { World } from '../../system/world.ts';
import { homeAt } from '../home.ts';
import { lockHome } from '../home-lock.ts';
import { openLog } from '../logs/open-log.ts';
import { openNoticeBoard } from '../notify/notice-board.ts';
import { startNotices, type RunningNotices } from '../notify/start-notices.ts';
import type { PracticePort } from '../practice-port.ts';
import { recoveryDesk } from '../recovering/recovery-desk.ts';
import { limitNow } from '../schedule/limit-now.ts';
import { startSchedule, type RunningSchedule } from '../schedule/start-schedule.ts';
import { createDesk } from '../secret-desk/desk.ts';
import { readSettings } from '../settings.ts';
import { openAppFile } from './app-file.ts';
import { assembleHandlers } from './assemble-handlers.ts';
import { makeDispatch } from './dispatch.ts';
import type { Caller, EngineMessage, HostFact } from './engine.ts';
import { hostFacts } from './host-facts.ts';
import { makeStartJob } from './job-handlers.ts';
import { makeNeedsConfirm } from './needs-confirm.ts';
import { makeJobs } from './jobs.ts';
import { lendSets } from './lend-sets.ts';
import { sharePractice } from './practice-vaults.ts';
import { openRunLog } from './run-log.ts';
import type { ServiceContext } from './service-context.ts';
import { openSetBook } from './set-book.ts';
import { openSets } from './sets.ts';
import { shownJobs } from './shown-jobs.ts';
import type { EngineData } from './thread-messages.ts';
import { throttled } from './throttled.ts';

export type Service = {
  readonly call: (call: string, input: unknown, caller: Caller) => Promise<Reply<unknown>>;
  readonly secretCall: (call: string, input: unknown) => Promise<Reply<unknown>>;
  readonly tell: (fact: HostFact) => void;
  /** What nobody caught, just before the thread ends: into the log. */
  readonly fell: (error: unknown) => void;
  /** Cancels jobs, closes everything. */
  readonly stop: () => Promise<void>;
};

/** At most ten times a second; nobody looks at a hidden window, but the tray. */
const stateMs = 100;
const hiddenStateMs = 1_000;
/** A passphrase that was typed is a good word for so long. */
const confirmedMs = 10 * 60_000;

/**
 * The engine: everything behind the contract, for one app folder. Asks no provider anything by itself to start.
 * @throws home-busy where another engine has the folder
 */
export async function createService(
  options: EngineData & {
    readonly world: World;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly practice: PracticePort;
    readonly tell: (message: EngineMessage) => void;
  },
): Promise<Service> {
  const { world, keychain, environment, version, tell } = options;
  const { folder: appFolder } = homeAt(options.appFolder);
  const lock = lockHome({ ...homeAt(appFolder), lock: join(appFolder, 'engine.lock') });
  const stop = new AbortController();
  const ends: (() => unknown)[] = [() => lock.release()];
  const onStop = (end: () => unknown): void => void ends.push(end);
  const windUp = async (): Promise<void> => {
    stop.abort();
    for (const end of ends.splice(0).toReversed())
      await Promise.resolve()
        .then(end)
        .catch(() => undefined);
  };
  try {
    const log = await openLog({ folder: appFolder, world });
    onStop(() => log.close());
    const host = hostFacts();
    const app = await openAppFile(appFolder, world);
    let schedule: RunningSchedule | undefined;
    let notices: RunningNotices | undefined;
    let ready = false;

    const state = throttled(
      world,
      () => (host.view.visible ? stateMs : hiddenStateMs),
      () => {
        if (ready && !stop.signal.aborted) tell({ kind: 'event', name: 'state', payload: stateNow() });
      },
    );
    const changed = (): void => state.touch();
    const board = await openNoticeBoard({
      appFolder,
      world,
      log,
      settings: app.settings,
      emit: (notice) => tell({ kind: 'event', name: 'notice', payload: notice }),
      desktop: (notice) => tell({ kind: 'wish', wish: { kind: 'notify', notice } }),
      changed,
    });
    onStop(() => board.written());

    const vaults = sharePractice(options.practice);
    onStop(() => vaults.close());
    const passphrases = new Map<string, string>();
    const sets = await openSets({
      appFolder,
      world,
      changed: () => {
        changed();
        schedule?.look();
      },
      letGo: async (id) => {
        await jobs.endAllOf(id);
        await lending.letGo(id);
        runs.close(id);
      },
    });
    const homeOf = (id: string) => sets.get(id).home;
    const runs = openRunLog(homeOf, log);
    onStop(() => runs.close());
    const lending = lendSets({
      world,
      homeOf,
      unlocked: {
        get: (set) => passphrases.get(set),
        forget: (set) => void passphrases.delete(set),
      },
      beforeOpening: (id, settings) =>
        vaults.runFor(homeOf(id), settings).catch((error: unknown) => {
          // The command line serves it already, at the address that the settings have.
          if (!isHoldfastError(error, 'path-impossible')) throw error;
        }),
      uploadLimit: (id) => {
        const set = sets.list().find((one) => one.id === id);
        return set ? limitNow(set.settings.limits, world.now()) : null;
      },
    });
    onStop(() => lending.closeAll());
    const jobs = makeJobs({
      world,
      log,
      runs,
      isVisible: () => host.view.visible,
      tell: (job) => tell({ kind: 'event', name: 'job', payload: job }),
      changed,
    });
    onStop(() => jobs.stop());

    const confirmedAt = new Map<string, number>();
    const context: ServiceContext = {
      world,
      appFolder,
      program: `holdfast ${version}`,
      keychain,
      environment,
      app,
      sets,
      jobs,
      useSet: lending.useSet,
      letGo: lending.letGo,
      unlocked: {
        get: (set) => passphrases.get(set),
        set: (set, passphrase) => {
          passphrases.set(set, passphrase);
          changed();
          schedule?.look();
          book.lookAgain(set);
        },
        forget: (set) => {
          passphrases.delete(set);
          changed();
        },
      },
      confirmed: {
        note: (set) => void confirmedAt.set(set, world.monotonic()),
        recently: (set) => world.monotonic() - (confirmedAt.get(set) ?? -Infinity) < confirmedMs,
        forget: (set) => void confirmedAt.delete(set),
      },
      lookAgain: (set) => book.lookAgain(set),
      practice: vaults,
      emit: tell,
      changed,
      notify: board.put,
      dismiss: board.end,
      log,
      runs,
      wish: (wish) => tell({ kind: 'wish', wish }),
      host: host.view,
      onHostFact: host.listen,
      stopping: stop.signal,
      onStop,
    };
    const book = openSetBook({
      world,
      sets,
      jobs,
      runs,
      unlocked: context.unlocked,
      useSet: lending.useSet,
      nextRun: (set) => schedule?.nextRun(set) ?? null,
      changed,
      looked: () => {
        schedule?.look();
        void notices?.look();
      },
    });
    const desk = createDesk(world, stop.signal);
    const startJob = makeStartJob(context, desk);
    const group = assembleHandlers({
      context,
      desk,
      book,
      startJob,
      vaults,
      log,
      state: () => stateNow(),
      dismissNotice: board.dismiss,
      onSetsChanged: () => schedule?.look(),
    });

    function stateNow(): AppState {
      return {
        version,
        platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
        shell: options.shell,
        settings: app.settings(),
        sets: sets.list().map(book.summary),
        jobs: shownJobs(jobs.list(), (id) => recoveryDesk(context).keeps(id)),
        notices: board.list(),
        setUpBegun: group.setUpBegun(),
        recoveryOpen: group.recoveryOpen(),
        online: host.view.online,
        settingsLost: app.setAside,
        update: host.update(),
      };
    }

    // What the disk does not give of one set must not keep all others from running; whoever asks for it is told.
    for (const { id } of sets.list())
      await book
        .reread(id)
        .catch((error: unknown) => log.error('engine', 'A backup set could not be read.', error));
    for (const { set, file } of sets.setAside)
      context.notify({
        id: `settings-lost-${set}`,
        at: world.now(),
        set,
        urgency: 'critical',
        kind: 'settings-lost',
        figures: { file },
        words: `The settings of a backup set could not be read and were set aside as ${file}. Choose again what is to be backed up.`,
        error: null,
        screen: 'settings',
      });
    // A key that a person types is for the run that he starts.
    const startByItself = makeStartJob(context, { takeRunKey: () => undefined });
    schedule = startSchedule(context, { start: (job) => startByItself(job) });
    // What a run changed shows at once: state, last backup, needs.
    onStop(
      jobs.watch(({ set, state: how }) => {
        if (set !== null && how !== 'running') void book.reread(set).catch(() => undefined);
      }),
    );
    notices = await startNotices(context);
    ready = true;
    changed();
    // A recovery asks the address alone, and there nobody would answer.
    for (const { home } of sets.list())
      void readSettings(home)
        .then((settings) => vaults.runFor(home, settings))
        .catch((error: unknown) => log.error('practice', 'A practice vault could not be started.', error));
    const dispatch = makeDispatch({ ...group, needsConfirm: makeNeedsConfirm(context), log });
    return {
      ...dispatch,
      tell: host.tell,
      fell: (error) => log.error('engine', 'The engine fell.', error),
      stop: windUp,
    };
  } catch (error) {
    await windUp();
    throw error;
  }
}
