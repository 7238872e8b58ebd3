import type { AppSettings } from '../../contract/app.ts';
import type { EngineMessage, HostFact, Wish } from './engine.ts';
import type { Notice } from '../../contract/notice.ts';
import type { JobKind, JobProgress, JobView } from '../../contract/jobs.ts';
import type { RunRow, SetSettings } from '../../contract/sets.ts';
import type { SkippedRow } from '../../contract/activity.ts';
import type { Instant } from '../../contract/shared.ts';
import type { ErrorShape } from '../../contract/error-shape.ts';
import type { World } from '../../system/world.ts';
import type { Home } from '../home.ts';
import type { RepositoryInUse } from '../open-repository-for-use.ts';
import type { PracticePort } from '../practice-port.ts';

/** What every group of handlers is given. */
export type ServiceContext = {
  readonly world: World;
  readonly appFolder: string;
  /** Name and version of this program, as snapshots carry it. */
  readonly program: string;
  /** May be used, where one answers. */
  readonly keychain: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly app: AppFile;
  readonly sets: Sets;
  readonly jobs: Jobs;
  /**
   * Lends the set's repository: opened once for all who use it, closed after some idle minutes.
   * @throws set-unknown, set-locked, and what `openRepositoryForUse` throws
   */
  readonly useSet: UseSet;
  /** Waits until nobody uses the set's repository and closes it: after its keys, settings or clock changed, and before its home goes. */
  readonly letGo: (set: string) => Promise<void>;
  readonly unlocked: Unlocked;
  readonly confirmed: Confirmed;
  /** Looks at the provider in the background, so that overview and state are as of now: after whatever changed locks or policy. */
  readonly lookAgain: (set: string) => void;
  /** Shared: who opens the same folder again gets the same vault. */
  readonly practice: PracticePort;
  readonly emit: (event: EngineEvent) => void;
  /** The small state changed: a throttled 'state' follows. */
  readonly changed: () => void;
  /** Into the window's list, out as an event, and to the shell where the settings want it. The same id replaces. */
  readonly notify: (notice: Notice) => void;
  readonly dismiss: (notice: string) => void;
  readonly log: Log;
  readonly runs: RunLog;
  readonly wish: (wish: Wish) => void;
  /** The last word of the shell about power, network and visibility. */
  readonly host: HostView;
  /** Called with every fact the shell tells, after `host` has it. @returns ends it */
  readonly onHostFact: (listener: (fact: HostFact) => void) => () => void;
  /** Aborted when the engine stops. */
  readonly stopping: AbortSignal;
  /** Run when the engine stops, last added first. */
  readonly onStop: (end: () => unknown) => void;
};

export type EngineEvent = Extract<EngineMessage, { readonly kind: 'event' }>;

export type HostView = {
  readonly onBattery: boolean | null;
  readonly metered: boolean | null;
  readonly online: boolean | null;
  readonly visible: boolean;
};

export type AppFile = {
  readonly settings: () => AppSettings;
  readonly change: (part: Partial<AppSettings>) => Promise<AppSettings>;
};

/** One backup set on this computer. */
export type BackupSet = {
  readonly id: string;
  readonly home: Home;
  readonly settings: SetSettings;
  /** No run by schedule before; `foreverPaused`: until a person goes on. */
  readonly pausedUntil: Instant | null;
};

export type Sets = {
  readonly list: () => readonly BackupSet[];
  /** @throws set-unknown */
  readonly get: (id: string) => BackupSet;
  /** Where a new set is to be made: the app folder itself for the first, `sets/<id>` for others. Makes nothing. */
  readonly nextHome: (name: string) => { readonly id: string; readonly home: Home };
  /** @param home set up already, from `nextHome` */
  readonly add: (home: Home, settings: SetSettings) => Promise<BackupSet>;
  /** Here only: the bucket is not touched. */
  readonly forget: (id: string) => Promise<void>;
  /** @param part or what makes it of the settings as they are when its turn comes */
  readonly change: (
    id: string,
    part: Partial<SetSettings> | ((before: SetSettings) => Partial<SetSettings>),
  ) => Promise<BackupSet>;
  readonly pause: (id: string, until: Instant | null) => Promise<void>;
};

/** A date that JavaScript can still hold. */
export const foreverPaused: Instant = 8.64e15;

export type JobEnd = {
  readonly state: 'done' | 'warnings';
  readonly words: string;
  readonly figures: Readonly<Record<string, number>>;
  /** For the run log. */
  readonly snapshot?: string | null;
  readonly skipped?: readonly Omit<SkippedRow, 'said' | 'excluded'>[];
};

/** Rate and remaining time may be left null: they are worked out from the bytes of the last seconds. */
export type RunningJob = {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly progress: (progress: JobProgress) => void;
  /** Waits for a person's answer; false where the job is cancelled meanwhile, or nobody answers for half a day. */
  readonly ask: (question: { readonly storedBytes: number; readonly newBytes: number }) => Promise<boolean>;
};

export type JobRequest = {
  readonly kind: JobKind;
  readonly set: string | null;
  readonly run: (job: RunningJob) => Promise<JobEnd>;
};

/** Kinds that the run log knows are written down there by themselves. */
export type Jobs = {
  /** @throws set-busy where another exclusive job of the set runs */
  readonly start: (request: JobRequest) => JobView;
  readonly get: (id: string) => JobView | undefined;
  /** Newest first. */
  readonly list: () => readonly JobView[];
  /** Nothing where it has ended. */
  readonly cancel: (id: string) => void;
  readonly answer: (id: string, goOn: boolean) => void;
  /** Resolves with the last view. */
  readonly ended: (id: string) => Promise<JobView>;
  /** Each view as it changes, ends included. @returns ends it */
  readonly watch: (listener: (job: JobView) => void) => () => void;
};

export type SetInUse = RepositoryInUse & { readonly home: Home };

export type UseSet = <T>(
  set: string,
  work: (inUse: SetInUse) => Promise<T>,
  /** A clock that is off, or a repository object that is hidden, do not keep a person from his files. */
  options?: { readonly readOnly?: boolean },
) => Promise<T>;

/** Passphrases of sealed homes: in memory, until the program ends. */
export type Unlocked = {
  readonly get: (set: string) => string | undefined;
  readonly set: (set: string, passphrase: string) => void;
  readonly forget: (set: string) => void;
};

/**
 * Whether a set's own passphrase was typed lately: dangerous calls from loopback ask for it. That of another set says nothing,
 * as whoever has the window can make a set with a passphrase of his choice.
 */
export type Confirmed = {
  readonly note: (set: string) => void;
  readonly recently: (set: string) => boolean;
  /** The next set that is called so has a passphrase of its own. */
  readonly forget: (set: string) => void;
};

type LogDetails = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Secrets are taken out of whatever is given. `part` is the program's part that speaks: backup, schedule, … */
export type Log = {
  readonly info: (part: string, words: string, details?: LogDetails) => void;
  readonly warn: (part: string, words: string, details?: LogDetails) => void;
  readonly error: (part: string, words: string, error?: unknown) => void;
};

/** What ran, per set, with what could not be read; bounded, survives restarts. A run cut by a crash shows as failed. */
export type RunLog = {
  readonly begin: (set: string, run: Pick<RunRow, 'id' | 'kind' | 'startedAt'>) => void;
  readonly end: (set: string, row: RunRow, skipped: readonly Omit<SkippedRow, 'said' | 'excluded'>[]) => void;
  /** Newest first. */
  readonly list: (
    set: string,
    page: { readonly offset: number; readonly limit: number },
  ) => { readonly runs: readonly RunRow[]; readonly total: number };
  readonly last: (set: string, kind: RunRow['kind']) => RunRow | undefined;
  readonly skipped: (
    set: string,
    run: string,
  ) => { readonly skipped: readonly Omit<SkippedRow, 'said' | 'excluded'>[]; readonly count: number };
  /**
   * Why a set's last backup failed, or a renewal after it; null: they went well, or there were none. What was cancelled says nothing.
   * Where no backups are made any more, none will ever make good the last one: only renewals count.
   */
  readonly trouble: (set: string, about: { readonly takesBackups: boolean }) => ErrorShape | null;
};
