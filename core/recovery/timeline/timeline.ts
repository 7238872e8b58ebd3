import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { Instant } from '../../model/object.ts';
import type { Told } from '../../model/said.ts';
import type { Evidence } from './evidence.ts';
import type { Mark } from './mark.ts';
import type { Presence } from './needed-presence.ts';
import type { Proposal } from './choose-proposal.ts';
import type { AttackBegan } from './attack-began.ts';
import type { SnapshotsRead } from './read-snapshots.ts';
import type { ActivityBucket } from './activity-log.ts';

export type TimelineSnapshot = FoundSnapshot & {
  readonly marks: readonly Mark[];
  /** undefined: nobody asked (it is from after the attack, or beyond the bounds). */
  readonly presence: Presence | undefined;
};

export type Timeline = Pick<SnapshotsRead, 'unread' | 'foreign'> & {
  /** Provider time. */
  readonly now: Instant;
  /** All that authenticate and were read, oldest first in provider time. */
  readonly snapshots: readonly TimelineSnapshot[];
  /** Oldest first. */
  readonly evidence: readonly Evidence[];
  readonly attackBegan: AttackBegan | null;
  readonly proposal: Proposal | null;
  readonly activity: readonly ActivityBucket[];
  /** What of the bucket was not looked at; empty: nothing. */
  readonly notLookedAt: readonly Told[];
  readonly requests: { readonly firstAnswer: number; readonly total: number };
};
