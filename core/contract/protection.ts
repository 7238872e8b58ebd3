import { z } from 'zod';
import { protectDays, setId, snapshotId, type Instant } from './shared.ts';
import type { SnapshotRow } from './browse.ts';
import type { Said } from './said.ts';

export type FindingView = {
  readonly code: string;
  readonly severity: 'note' | 'warning' | 'alarm';
  readonly count: number;
  /** What was found, and what it means. */
  readonly words: string;
  /** null: an older program found what only its details explain, or a newer one. */
  readonly said: Said | null;
  readonly isNew: boolean;
};

export type SuspicionView = {
  readonly since: Instant;
  readonly signals: readonly {
    readonly kind: string;
    readonly words: string;
    /** null: a sign that a newer or an older program noted. */
    readonly said: Said | null;
    readonly files: readonly string[];
  }[];
  readonly lastClean: string | null;
};

export type ProtectionView = {
  readonly now: Instant;
  /** The storage could not be asked, so this is as it was then, by this computer's clock; null: it was asked. */
  readonly seenAt: Instant | null;
  readonly protectDays: number;
  readonly promise: Instant;
  readonly snapshots: readonly SnapshotRow[];
  readonly suspicions: readonly SuspicionView[];
  readonly audit: {
    readonly at: Instant;
    readonly verdict: 'clean' | 'warnings' | 'alarms';
    readonly findings: readonly FindingView[];
  } | null;
  readonly proofs: {
    readonly lockHalf: { readonly at: Instant; readonly ok: boolean } | null;
    readonly keyHalf: { readonly at: Instant; readonly ok: boolean } | null;
  };
  readonly drill: { readonly at: Instant; readonly ok: boolean; readonly files: number } | null;
  readonly renewal: { readonly at: Instant; readonly renewed: number; readonly whole: boolean } | null;
  readonly retention: Retention;
  readonly space: 'automatic' | 'by-hand';
};

/** Days each rule reaches back from the newest snapshot; null: no such rule; 'forever'. */
const reach = z.union([z.int().min(1).max(36_500), z.literal('forever')]).nullable();
export const retention = z.strictObject({
  all: reach,
  daily: reach,
  weekly: reach,
  monthly: reach,
  yearly: reach,
});
export type Retention = z.infer<typeof retention>;

export type RetentionPreview = {
  readonly kept: number;
  readonly dropped: readonly {
    readonly id: string;
    readonly at: Instant;
    readonly freeFrom: Instant | null;
  }[];
  /** A year's picture: which of daily snapshots would be kept. */
  readonly picture: readonly { readonly daysAgo: number; readonly kept: boolean }[];
  /** What keeps less waits for seven days. */
  readonly waitsUntil: Instant | null;
};

export type ProtectForecast = {
  readonly points: readonly {
    readonly days: number;
    readonly until: Instant;
    readonly storedBytes: number;
    readonly monthCost: number;
  }[];
  readonly currency: string;
  readonly churnShare: number;
};

export const protectionInputs = {
  'protection.view': z.strictObject({ set: setId }),
  'protection.forecast': z.strictObject({ set: setId }),
  /** Only longer at once; shorter holds for what is locked from then on. */
  'protection.change': z.strictObject({ set: setId, protectDays, again: protectDays.nullable() }),
  'protection.pin': z.strictObject({ set: setId, snapshot: snapshotId, pinned: z.boolean() }),
  'retention.preview': z.strictObject({ set: setId, retention }),
  'retention.change': z.strictObject({ set: setId, retention }),
  /** "It was me": raises the thresholds of the signals that fired; recovered: the attack is over. */
  'suspicion.clear': z.strictObject({
    set: setId,
    since: z.number(),
    why: z.enum(['it-was-me', 'recovered']),
  }),
  /** A page to print, written into the folder. */
  'protection.report': z.strictObject({ set: setId, folder: z.string().min(1) }),
} as const;

export type ProtectionOutputs = {
  'protection.view': ProtectionView;
  'protection.forecast': ProtectForecast;
  'protection.change': null;
  'protection.pin': null;
  'retention.preview': RetentionPreview;
  'retention.change': null;
  'suspicion.clear': null;
  'protection.report': { readonly file: string };
};
