import type { Catalog } from '../catalog/catalog.ts';
import type { Instant } from '../model/object.ts';
import type { BytePath } from '../model/entry.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import type { Decision, SkippedPath } from '../model/snapshot.ts';
import type { Repository } from '../repository/open-repository.ts';
import type { ExclusionRules } from '../source/exclusion.ts';
import type { World } from '../system/world.ts';
import type { RenewalReport } from '../upkeep/renew-locks.ts';
import type { Detection, DetectionReport } from './detection-types.ts';
import type { AskLargeRun } from './large-run.ts';

export type BackupRequest = {
  /** Absolute, as a person wrote them. */
  readonly paths: readonly string[];
  readonly rules: ExclusionRules;
  /** Absolute paths that are left out without a word (Holdfast's own home). */
  readonly never: readonly BytePath[];
  readonly policy: LockPolicy;
  /** The owner's standing decisions, written into the snapshot; undefined: what stands by the earlier ones goes on. */
  readonly decisions?: readonly Decision[];
  readonly host: string;
  readonly user: string;
  readonly platform: string;
  /** Name and version of this program. */
  readonly program: string;
};

export type BackupProgress = {
  readonly phase: 'preparing' | 'storing' | 'publishing';
  /** Seen by the scan so far. */
  readonly foundFiles: number;
  readonly foundBytes: number;
  /** Finished, stored or found unchanged. */
  readonly doneFiles: number;
  readonly doneBytes: number;
  readonly uploadedBytes: number;
  /** The scan is over, so the found figures are totals. */
  readonly scanned: boolean;
  readonly seconds: number;
  /** Estimate; undefined while there is nothing to base it on. */
  readonly remainingSeconds: number | undefined;
  /** Path of the file that has been read for the longest time, where that is some seconds. */
  readonly slow?: string | undefined;
};

export type BackupOptions = {
  readonly repository: Repository;
  readonly catalog: Catalog;
  readonly request: BackupRequest;
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: BackupProgress) => void) | undefined;
  /** Asked once where the run is about to lock more than twice what is stored; undefined: it goes on. */
  readonly onLargeRun?: AskLargeRun | undefined;
  /** Below so many bytes nobody is asked. Tests lower it. */
  readonly smallRunBytes?: number;
  /** Chunk workers; the default is 1 to 4 by the number of processors. */
  readonly workers?: number;
  /** How often what is uploaded is made findable (design: at least every 15 minutes) and publishable. Tests shorten them. */
  readonly checkpointMs?: { readonly index: number; readonly partial: number };
  /** Packs end at this size; the default grows with the repository. Tests make many small ones. */
  readonly packTargetBytes?: number;
  /** undefined: nobody looks for signs of an attack. */
  readonly detection?: Detection | undefined;
};

export type BackupReport = {
  /** Hash part of the snapshot object's name: the id that commands take. */
  readonly snapshot: string;
  readonly files: number;
  readonly bytes: number;
  /** Uploaded as packs. */
  readonly storedBytes: number;
  /** Plain bytes of new chunks. */
  readonly newBytes: number;
  readonly packs: number;
  readonly protectedUntil: Instant;
  /** Provider time. */
  readonly finishedAt: Instant;
  readonly seconds: number;
  readonly skipped: readonly SkippedPath[];
  /** Objects whose lock the provider would not lengthen. */
  readonly shortenedLeases: number;
  /** What concerns earlier snapshots and not this one. */
  readonly earlier: {
    /** Objects that the provider does not have any more. */
    readonly missing: number;
    /** Objects whose lock ends before P from now and that the provider would not lengthen. */
    readonly shortenedLeases: number;
  };
  /** Of all that was kept when the run began. */
  readonly renewal: RenewalReport;
  /** undefined: nobody looked. */
  readonly detection: DetectionReport | undefined;
};
