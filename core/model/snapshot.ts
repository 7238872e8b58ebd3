import type { ChunkId } from './entry.ts';
import type { Instant } from './object.ts';

export type SnapshotStatistics = {
  readonly files: number;
  readonly directories: number;
  readonly others: number;
  /** Sum of file sizes. */
  readonly bytes: number;
  /** Plain bytes of chunks that this run stored. */
  readonly newBytes: number;
  /** Bytes that this run uploaded as packs. */
  readonly storedBytes: number;
};

/** A path that could not be (wholly) backed up, and why, for people. */
export type SkippedPath = { readonly path: string; readonly reason: string };

/** One path that was asked for, and the tree under it. */
export type SnapshotRoot = {
  /** Absolute path on the source machine, as a person reads it. */
  readonly path: string;
  /**
   * Chunk id of a directory node with exactly one entry: the root itself, under its base name ("/" is
   * stored as a directory named "root").
   */
  readonly node: ChunkId;
};

/** What the sealed body of a snapshot object says. */
export type SnapshotBody = {
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly host: string;
  readonly user: string;
  /** linux, darwin, win32. */
  readonly platform: string;
  readonly program: string;
  readonly roots: readonly SnapshotRoot[];
  readonly excludes: readonly string[];
  /** false: a checkpoint of a long run; kept until the next complete one. */
  readonly complete: boolean;
  readonly statistics: SnapshotStatistics;
  /** The first 1,000; `skippedCount` has them all. */
  readonly skipped: readonly SkippedPath[];
  readonly skippedCount: number;
  /** Name hash of the previous snapshot object: information, never trusted. */
  readonly previous: string | null;
  /** Days, as the owner chose, when this was published. */
  readonly protectDays: number;
  /**
   * How the run differed from the snapshot before it, in figures by name (core/detection/run-changes.ts); absent: nothing
   * was compared.
   */
  readonly changes?: Readonly<Record<string, number>>;
  /** Owner's decisions (policy, pins, suspicions, set-up changes) that must outlive the catalog. */
  readonly decisions: readonly Decision[];
};

export type Decision = { readonly at: Instant; readonly kind: string; readonly value: unknown };
