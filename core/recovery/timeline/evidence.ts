import type { Instant } from '../../model/object.ts';
import type { Told } from '../../model/said.ts';

export type EvidenceKind =
  /** A marker above a running lock of ours. */
  | 'hidden'
  /** Other bytes above a running lock of ours. */
  | 'overwritten'
  /** An authentic snapshot that no honest program made. */
  | 'implausible-snapshot'
  /** Very many names that are not ours. */
  | 'flood'
  | 'foreign-names'
  | 'suspicious-run'
  | 'unusual-run'
  /** The owner's own program noted a suspicion. */
  | 'suspicion-noted'
  | 'set-up-changed'
  /** A sample of its files does not look like what their names say. */
  | 'unlike-content'
  /** Something that must still be under a lock is not there. */
  | 'never-whole'
  /** Longer than any lock that Holdfast sets. */
  | 'locks-lengthened';

/**
 * `attack`: begins one by itself. `support`: two of different kinds within days do, and one moves the beginning of an attack
 * back. `hint`: is shown.
 */
export type Weight = 'attack' | 'support' | 'hint';

export type Evidence = Told & {
  /** Provider time. */
  readonly at: Instant;
  readonly kind: EvidenceKind;
  readonly weight: Weight;
};

/** Whether what was seen under `snapshots/` by hour is far beyond what any schedule makes. */
export const floodNamesAnHour = 50;
