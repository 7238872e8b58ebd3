import { z } from 'zod';
import { nothing, setId, snapshotId, type Instant } from './shared.ts';
import type { SnapshotRow } from './browse.ts';
import type { Told } from './said.ts';
import type { JobView } from './jobs.ts';

/** One recovery is open at a time; the kit's words stay in the engine's memory until `recover.close`. */
export type RecoveryView = {
  readonly open: boolean;
  /** Bucket and prefix; null: nothing is connected. */
  readonly place: string | null;
  /** Counted by the meter: stays 0 until a person asks to hold or to clean. */
  readonly writes: number;
  /** Reads the timeline, holds, cleans or restores. */
  readonly job: JobView | null;
  readonly timeline: TimelineView | null;
  readonly chosen: string | null;
  readonly held: { readonly until: Instant } | null;
  /** Provider minus this computer, ms. */
  readonly skewMs: number;
};

export type TimelineView = {
  readonly now: Instant;
  /** The first answer may still change. */
  readonly final: boolean;
  /** Oldest first. */
  readonly snapshots: readonly SnapshotRow[];
  readonly attackBegan: {
    readonly at: Instant;
    readonly words: string;
    readonly because: readonly Told[];
  } | null;
  readonly proposal: {
    readonly snapshot: string;
    readonly reasons: readonly Told[];
    readonly runnerUp: string | null;
  } | null;
  readonly evidence: readonly (Told & { readonly at: Instant | null; readonly kind: string })[];
  /** Per day or hour; hostile acts are drawn below the axis. */
  readonly activity: readonly {
    readonly at: Instant;
    readonly ms: number;
    readonly ours: number;
    readonly hostile: number;
  }[];
  /** Empty: nothing. */
  readonly notLookedAt: readonly Told[];
};

export const recoverInputs = {
  'recover.view': nothing,
  /** With what this computer has; from an empty one the window for secrets opens it ('recovery'). */
  'recover.open-set': z.strictObject({ set: setId }),
  'recover.timeline': nothing,
  'recover.choose': z.strictObject({ snapshot: snapshotId }),
  /** Lengthens the locks of the chosen one before anything else: the only write that is always safe. */
  'recover.hold': nothing,
  'recover.clean-plan': nothing,
  'recover.clean': z.strictObject({ plan: z.string().min(1) }),
  'recover.close': nothing,
} as const;

export type CleanPlanView = {
  readonly plan: string;
  readonly markers: number;
  readonly foreign: number;
  readonly foreignBytes: number;
  /** Locked garbage that cannot go yet: bytes, last date, cost a month. */
  readonly lockedBytes: number;
  readonly lockedUntil: Instant | null;
};

export type RecoverOutputs = {
  'recover.view': RecoveryView;
  'recover.open-set': RecoveryView;
  'recover.timeline': JobView;
  'recover.choose': RecoveryView;
  'recover.hold': JobView;
  'recover.clean-plan': CleanPlanView;
  'recover.clean': JobView;
  'recover.close': null;
};
