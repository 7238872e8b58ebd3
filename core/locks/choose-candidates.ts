import type { Instant, ListedVersion } from '../model/object.ts';

/** Folders from which space is given back, in that order: what names others goes before what is named. */
export const sweptFolders = ['snapshots', 'lists', 'packs', 'index', 'proof'] as const;
export type SweptFolder = (typeof sweptFolders)[number];

/** All that one pass's listing shows under one name of ours. */
export type NameState = {
  /** Relative to the prefix. */
  readonly name: string;
  /** Of all object versions. */
  readonly bytes: number;
  /** Object versions; markers are not among them. */
  readonly versions: number;
  /** A marker is on top. */
  readonly hidden: boolean;
  /** Provider time of the youngest object version; 0: there are only markers. */
  readonly youngestAt: Instant;
  /**
   * When the last lock on any of its versions ends, of whatever kind; 0: there never was one; Infinity: a legal hold, or
   * nobody can tell. undefined: not asked yet, while none is known to run.
   */
  readonly lockedUntil: Instant | undefined;
};

export type PassRules = {
  /** Provider time at which the pass began. */
  readonly now: Instant;
  readonly dayMs: number;
  /** `automatic`: candidates are hidden and a rule deletes them. `by-hand`: they are deleted, with their markers. */
  readonly space: 'automatic' | 'by-hand';
  /** A version under this name is needed, or it is a convenience that is kept locked. */
  readonly isKept: (name: string) => boolean;
  /** When a pass first found this name to be a candidate. */
  readonly since: (name: string) => Instant | undefined;
};

export type Judgement =
  | { readonly is: 'kept' | 'unknown' | 'young' | 'hidden' }
  | { readonly is: 'locked'; readonly until: Instant }
  /** A candidate; `due` once two passes a day apart have found it so. */
  | { readonly is: 'waiting' | 'due'; readonly since: Instant };

/**
 * Whether this name is given back (design 4): no version of it is needed, the lock of every version has passed in this
 * very listing, and a pass at least a day ago found the same. By name and never by version: a hide marker covers them all.
 */
export function judgeName(state: NameState, rules: PassRules): Judgement {
  const { now, dayMs, space } = rules;
  if (rules.isKept(state.name)) return { is: 'kept' };
  if (state.hidden && space === 'automatic') return { is: 'hidden' };
  if (state.lockedUntil === undefined) return { is: 'unknown' };
  if (!(state.lockedUntil <= now)) return { is: 'locked', until: state.lockedUntil };
  if (state.youngestAt > now - dayMs) return { is: 'young' };
  const since = rules.since(state.name);
  // A date that lies ahead comes from a clock that was wrong once.
  if (since === undefined || !(since <= now)) return { is: 'waiting', since: now };
  return { is: now - since >= dayMs ? 'due' : 'waiting', since };
}

/** When the lock that a provider tells of ends: 0 none, Infinity a legal hold. A governance lock counts like any. */
export function lockEnds(lock: NonNullable<ListedVersion['lock']>): Instant {
  if (lock.legalHold) return Number.POSITIVE_INFINITY;
  if (lock.mode === null) return 0;
  return lock.until ?? Number.POSITIVE_INFINITY;
}
