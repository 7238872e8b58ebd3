import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { Instant } from '../../model/object.ts';
import type { Evidence } from './evidence.ts';
import type { Mark } from './mark.ts';
import type { Presence } from './needed-presence.ts';
import type { Proposal } from './choose-proposal.ts';
import type { AttackBegan } from './attack-began.ts';
import type { ActivityBucket } from './activity-log.ts';

export type TimelineSnapshot = FoundSnapshot & {
  readonly marks: readonly Mark[];
  /** undefined: nobody asked (it is from after the attack, or beyond the bounds). */
  readonly presence: Presence | undefined;
};

export type Timeline = {
  /** Provider time. */
  readonly now: Instant;
  /** All that authenticate and were read, oldest first in provider time. */
  readonly snapshots: readonly TimelineSnapshot[];
  /** Names under `snapshots/` that nobody has looked into yet, and the oldest of them. */
  readonly unread: { readonly names: number; readonly since: Instant | null };
  /** Of those that were looked at under `snapshots/`, and what cannot be ours by its name or size. */
  readonly foreign: {
    readonly names: number;
    readonly versions: number;
    readonly markers: number;
    /** Authentic, of a format that this program does not know. */
    readonly notUnderstood: number;
  };
  /** Oldest first. */
  readonly evidence: readonly Evidence[];
  readonly attackBegan: AttackBegan | null;
  readonly proposal: Proposal | null;
  readonly activity: readonly ActivityBucket[];
  /** What of the bucket was not looked at, in words; empty: nothing. */
  readonly notLookedAt: readonly string[];
  readonly requests: { readonly firstAnswer: number; readonly total: number };
};
