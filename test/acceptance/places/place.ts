import type { Holdfast, StorageKey } from '../holdfast.ts';
import type { PracticeProcess } from '../practice-process.ts';
import type { Intruder } from './intruder.ts';

/** One of the three kinds of storage that every story is told on. */
export type Place = {
  /** undefined at Ceph, whose clock cannot be moved. */
  readonly vault: PracticeProcess | undefined;
  /** A new home, set up on a new bucket by the command, perhaps with further options. */
  setUp(...options: readonly string[]): Promise<SetUp>;
  /** How long a day of the lock rules is here. */
  readonly dayMs: number;
  /** Lets so many days pass at the provider: moves its clock, or waits where days are short (`shortDays`). */
  daysPass(days: number): Promise<void>;
  /** Waits until the server's rule has deleted what was hidden for seven days; `meanwhile` is done now and then. */
  ruleRuns(isDone: () => Promise<boolean>, meanwhile: () => Promise<unknown>): Promise<void>;
  /** The provider's clock, ms. */
  now(): Promise<number>;
  close(): Promise<void>;
};

export type SetUp = {
  readonly holdfast: Holdfast;
  /** Holds the key that set-up stored, read from the home with the passphrase. */
  readonly thief: Intruder;
  /** Holds the most powerful key of the account. */
  readonly owner: Intruder;
  /** A key that may delete, for one run. */
  readonly maintenance: StorageKey;
  /** A guard's key: it may read and lengthen. */
  readonly renewal: StorageKey;
  /** What set-up wrote for the drawer. */
  readonly kit: string;
  /** A new key that may only read. */
  readonly readKey: () => Promise<StorageKey>;
  /** Options that name the bucket and the folder in it. */
  readonly where: readonly string[];
  /** An empty home, connected by the recovery kit and a key that may read. */
  readonly cleanComputer: () => Promise<Holdfast>;
};

/** Folder of the repository inside every bucket. */
export const prefix = 'acceptance/';
