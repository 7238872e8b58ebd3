import type { FoundSnapshot } from '../catalog/snapshots.ts';
import type { Instant } from '../model/object.ts';
import type { RestoreConflict, RestoreProblem, RestoreProgress } from '../restore/restore-report.ts';
import type { World } from '../system/world.ts';
import type { Recovery } from './connect-recovery.ts';
import type { Outlook } from './plan-recovery.ts';
import { Spool } from './spool.ts';

export type RecordedRestore = {
  readonly recovery: Recovery;
  readonly snapshot: FoundSnapshot;
  /** Paths; empty: everything. */
  readonly asked: readonly string[];
  readonly to: string;
  /** Which program, with its version. */
  readonly program: string;
  readonly world: World;
};

type Watching = {
  readonly onAnew: () => void;
  readonly onProblem: (problem: RestoreProblem) => void;
  readonly onConflict: (conflict: RestoreConflict) => void;
  readonly onProgress: (progress: RestoreProgress) => void;
};

/** What a report of a restore will need, gathered while it runs. Lists are kept in temporary files: close it. */
export class RestoreRecord {
  readonly about: RecordedRestore;
  readonly problems = new Spool<RestoreProblem>();
  readonly conflicts = new Spool<RestoreConflict>();
  /** Undefined: it ended before there was a plan. */
  outlook: Outlook | undefined;
  /** Undefined: it ended before it wrote anything. */
  soFar: RestoreProgress | undefined;
  /** Undefined: it runs. */
  endedAt: Instant | undefined;
  #startedAt: Instant;
  #providerTime: Instant;
  readonly #downloadedBefore: number;
  #downloaded: number | undefined;

  constructor(about: RecordedRestore) {
    const { recovery, world } = about;
    this.about = about;
    this.#startedAt = world.now();
    this.#providerTime = recovery.now();
    this.#downloadedBefore = recovery.meter.snapshot().downloadedBytes;
  }

  /** To be told by the restore. */
  readonly watching: Watching = {
    onAnew: () => {
      this.problems.clear();
      this.conflicts.clear();
    },
    onProblem: (problem) => this.problems.add(problem),
    onConflict: (conflict) => this.conflicts.add(conflict),
    onProgress: (progress) => {
      this.soFar = progress;
    },
  };

  /** The plan is there: it begins to write. */
  begin(outlook: Outlook): void {
    const { recovery, world } = this.about;
    this.outlook = outlook;
    this.#startedAt = world.now();
    this.#providerTime = recovery.now();
  }

  end(): void {
    this.endedAt ??= this.about.world.now();
    // The recovery goes on reading for others.
    this.#downloaded ??= this.downloadedBytes;
  }

  /** This computer's clock. */
  get startedAt(): Instant {
    return this.#startedAt;
  }

  /** The provider's at that moment. */
  get providerTime(): Instant {
    return this.#providerTime;
  }

  /** The plan's included. */
  get downloadedBytes(): number {
    return this.#downloaded ?? this.about.recovery.meter.snapshot().downloadedBytes - this.#downloadedBefore;
  }

  close(): void {
    this.problems.close();
    this.conflicts.close();
  }
}
