import type { SnapshotMark } from '../../contract/browse.ts';
import type { Source } from '../../contract/shared.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { HomeMap } from '../../restore/map-home.ts';
import type { ConflictPolicy } from '../../restore/plan-restore.ts';
import type {
  RestoreConflict,
  RestoreProblem,
  RestoreProgress,
  RestoreReport,
} from '../../restore/restore-report.ts';
import type { ChunkLocator } from '../../restore/chunk-place.ts';
import type { PreparedRestore } from '../../restore/run-restore.ts';
import type { TreeReader } from '../../restore/tree-reader.ts';
import type { Outlook } from '../../recovery/plan-recovery.ts';
import type { Repository } from '../../repository/repository.ts';
import type { FolderCache } from './folder-cache.ts';

/** What is looked into: a backup set, or the recovery that is open. Everything else about browsing is the same for both. */
export type BrowseSource = {
  readonly repository: Repository;
  /** Of the storage: what a download costs depends on it. */
  readonly endpoint: string;
  readonly folders: FolderCache;
  /** As of the last minute, or of now; oldest first. */
  readonly snapshots: (now?: 'now') => Promise<readonly FoundSnapshot[]>;
  /** @throws snapshot-unknown */
  readonly snapshot: (id: string) => Promise<FoundSnapshot>;
  readonly marksOf: (snapshot: FoundSnapshot) => Promise<readonly SnapshotMark[]>;
  /**
   * Reads trees, or files too. Where a piece is not where it was said to be, all is looked for once more and the work done again.
   */
  readonly reading: <T>(
    snapshots: readonly FoundSnapshot[],
    want: 'trees' | 'everything',
    work: (from: ReadFrom) => Promise<T>,
  ) => Promise<T>;
  readonly plan: (request: RestoreWish) => Promise<PlannedRestoreView>;
  /** Plans anew, as the disk may have changed meanwhile, and restores; what `job` did is remembered where a report may be wanted. */
  readonly restore: (request: RestoreWish, job: string) => Promise<RestoreReport>;
};

export type UseSource = <T>(source: Source, work: (source: BrowseSource) => Promise<T>) => Promise<T>;

export type ReadFrom = { readonly locator: ChunkLocator; readonly reader: TreeReader };

export type RestoreWish = {
  readonly snapshot: FoundSnapshot;
  readonly paths: readonly string[];
  readonly to: string;
  readonly conflicts: ConflictPolicy;
  readonly homes: HomeMap | undefined;
  readonly signal?: AbortSignal;
  readonly onProblem?: (problem: RestoreProblem) => void;
  readonly onConflict?: (conflict: RestoreConflict) => void;
  readonly onProgress?: (progress: RestoreProgress) => void;
  /** What was told so far is told again. */
  readonly onAnew?: () => void;
};

export type PlannedRestoreView = { readonly prepared: PreparedRestore; readonly outlook: Outlook };
