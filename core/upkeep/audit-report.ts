import type { KeepReason } from '../locks/choose-kept.ts';
import type { CalendarDay } from '../locks/lease-calendar.ts';
import type { LockState } from '../locks/lock-state.ts';
import type { Instant } from '../model/object.ts';
import type { BucketState, KeyCapabilities, ObjectStore } from '../storage/object-store.ts';
import type { SpaceRules } from '../storage/provisioning/space-rules.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditCounts } from './judge-versions.ts';

export type AuditedSnapshot = {
  readonly id: string;
  /** Provider time. */
  readonly uploadedAt: Instant;
  /** When it says that it ended. */
  readonly ownDate: Instant;
  /** The two differ by more than a day; the provider's counts. */
  readonly dateDisagrees: boolean;
  readonly complete: boolean;
  /** Why it is kept; empty: it is not any more, and its locks are let run out. */
  readonly reasons: readonly KeepReason[];
  /** The smallest true date over all that it needs; 0: something is missing or under no lock. */
  readonly protectedUntil: Instant;
};

export type AuditReport = {
  /** Provider time. */
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly kind: ObjectStore['kind'];
  readonly bucket: string;
  readonly prefix: string;
  readonly protectDays: number;
  readonly verdict: 'clean' | 'warnings' | 'alarms';
  /** Of all that kept snapshots need. */
  readonly state: LockState;
  /** The smallest date over that; 0: something has none; Infinity: nothing is kept. */
  readonly least: Instant;
  /** Needed versions under a marker or other bytes. */
  readonly hiddenNeeded: number;
  /** Oldest first. */
  readonly snapshots: readonly AuditedSnapshot[];
  /** Alarms first. */
  readonly findings: readonly AuditFinding[];
  /** Of all that is ours. */
  readonly calendar: readonly CalendarDay[];
  readonly lockedBytes: number;
  readonly counts: Readonly<AuditCounts> & {
    /** Object versions that kept snapshots need, and their bytes. */
    readonly needed: number;
    readonly neededBytes: number;
    readonly partialSnapshots: number;
    /** Under `snapshots/` and not genuine. */
    readonly foreignSnapshots: number;
    readonly dateDisagrees: number;
  };
  /** How many dates come from where: listing, a question about the one version, confirmed earlier. */
  readonly dates: {
    readonly listing: number;
    readonly question: number;
    readonly confirmed: number;
    /** Of the questions, those asked by chance about what was confirmed earlier. */
    readonly sampled: number;
  };
  /** undefined: not visible with this key. */
  readonly bucketState: BucketState | undefined;
  readonly space: SpaceRules;
  readonly strict: boolean;
  /** undefined: the provider does not tell. */
  readonly key: KeyCapabilities | undefined;
  /** Provider minus this computer, ms. */
  readonly skewMs: number;
  /** Asked of the provider for this report. */
  readonly calls: number;
};
