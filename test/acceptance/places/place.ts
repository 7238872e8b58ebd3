import type { Holdfast } from '../holdfast.ts';
import type { PracticeProcess } from '../practice-process.ts';
import type { Intruder } from './intruder.ts';

/** One of the three kinds of storage that every story is told on. */
export type Place = {
  /** undefined at Ceph, whose clock cannot be moved. */
  readonly vault: PracticeProcess | undefined;
  /** A new home, set up on a new bucket by the command. */
  setUp(): Promise<SetUp>;
  close(): Promise<void>;
};

export type SetUp = {
  readonly holdfast: Holdfast;
  /** Holds the key that set-up stored, read from the home with the passphrase. */
  readonly thief: Intruder;
  /** Holds the most powerful key of the account. */
  readonly owner: Intruder;
  /** An empty home, connected by the recovery kit and a key that may read. */
  readonly cleanComputer: () => Promise<Holdfast>;
};

/** Folder of the repository inside every bucket. */
export const prefix = 'acceptance/';
