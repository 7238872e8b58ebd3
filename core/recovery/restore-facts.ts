import type { Instant } from '../model/object.ts';
import type { RestoreProblem, RestoreConflict } from '../restore/restore-report.ts';
import type { Manifest } from './write-manifest.ts';

/** What a report of a restore says, for an insurer, an auditor, or oneself in a year. */
export type RestoreFacts = {
  /** Which program, and who ran it where. */
  readonly program: string;
  readonly user: string;
  readonly host: string;
  /** This computer's clock, and the provider's at the beginning. */
  readonly startedAt: Instant;
  /** When it ended, finished or not. */
  readonly finishedAt: Instant;
  /** The report, which may be asked for later. */
  readonly writtenAt: Instant;
  readonly providerTime: Instant;
  readonly from: {
    readonly endpoint: string;
    readonly bucket: string;
    readonly prefix: string;
    readonly repository: string;
  };
  readonly snapshot: {
    readonly id: string;
    /** Provider time. */
    readonly uploadedAt: Instant;
    readonly complete: boolean;
    readonly host: string;
    readonly user: string;
    readonly program: string;
    readonly folders: readonly string[];
    readonly files: number;
    readonly bytes: number;
    /** Of what this restore read; null: nothing had to be read. */
    readonly lockedUntil: Instant | null;
    /** What the backup itself could not read. */
    readonly skippedCount: number;
  };
  /** Empty: everything. */
  readonly asked: readonly string[];
  readonly to: string;
  /** What is back by then. */
  readonly files: number;
  readonly bytes: number;
  readonly alreadyThere: number;
  /** Where it did not finish, the bytes of the plan count too. */
  readonly downloadedBytes: number;
  /** Calls that could have changed the bucket. */
  readonly writes: number;
  readonly notes: readonly string[];
  readonly problemCount: number;
  readonly conflictCount: number;
  readonly end: Finished | Unfinished;
};

type Finished = {
  readonly isFinished: true;
  readonly directories: number;
  readonly manifest: Manifest & { readonly file: string };
};

/** Nothing is said to be wholly back, and there is no list of checksums. */
export type Unfinished = {
  readonly isFinished: false;
  /** In words. */
  readonly why: string;
  /** How to go on, in words. */
  readonly next: string;
  /** What was to come back; undefined: it ended before that was known. */
  readonly of: { readonly files: number; readonly bytes: number } | undefined;
};

export type RestoreLists = {
  readonly problems: AsyncIterable<RestoreProblem>;
  readonly conflicts: AsyncIterable<RestoreConflict>;
};

/** How it was made sure that what came back is what was backed up. */
export const howVerified = [
  'The snapshot object was checked against its name (SHA-256), its MAC and its seal (AES-256-GCM), all under the keys that the 24 recovery words stand for; it names every object that was read, by name and version.',
  'Every piece of every file was compared with its identity (HMAC-SHA-256 of its contents, part of the sealed snapshot) before it was written; a file got its name only when it was complete.',
  'Afterwards every restored file was read back from this disk; the list of SHA-256 sums is what was read.',
] as const;
