import type { Instant } from '../../core/model/object.ts';
import type { DefaultRetention } from './vault-bucket.ts';
import type { Retention } from './vault-version.ts';

/*
 * All that Object Lock means, as pure functions. Times are the vault's. The rules are B2's; where B2's
 * documentation is silent, the stricter reading holds: governance becomes compliance only with bypass, and
 * asking for a bypass without the capability is refused even where nothing is locked.
 */

export const dayMs = 86_400_000;

/** B2 keeps retentions of 1 to 3,000 days; longer dates are refused here. */
export const maxRetentionDays = 3_000;

export type LockState = { readonly retention: Retention | null; readonly legalHold: boolean | null };

export type Asked = {
  readonly now: Instant;
  /** The request carries the bypass flag. */
  readonly bypass: boolean;
  /** The key has the capability bypassGovernance. */
  readonly mayBypass: boolean;
};

export type RetentionVerdict =
  'allowed' | 'lock-not-enabled' | 'retain-in-past' | 'retain-too-far' | 'retention-protected';

/** Whether the retention still runs: up to its instant, not at it. */
export function runs(retention: Retention | null, now: Instant): retention is Retention {
  return retention !== null && retention.until > now;
}

/** Whether time or a hold keeps the version, whoever asks and however: what lifecycle rules go by. */
export function isLocked(state: LockState, now: Instant): boolean {
  return state.legalHold === true || runs(state.retention, now);
}

/**
 * @param asked.liar a store that takes locks and does not keep them: the capability still counts, the lock does not
 */
export function mayDelete(
  state: LockState,
  asked: Asked & { readonly liar: boolean },
): 'allowed' | 'locked' | 'unauthorized' {
  if (asked.bypass && !asked.mayBypass) return 'unauthorized';
  if (asked.liar) return 'allowed';
  if (state.legalHold === true) return 'locked';
  if (!runs(state.retention, asked.now)) return 'allowed';
  return state.retention.mode === 'governance' && asked.bypass ? 'allowed' : 'locked';
}

/** @param wanted null clears */
export function mayChangeRetention(
  current: Retention | null,
  wanted: Retention | null,
  asked: Asked & { readonly bucketLocks: boolean },
): RetentionVerdict {
  const placed = wanted === null ? 'allowed' : mayPlaceRetention(wanted, asked);
  if (!asked.bucketLocks) return 'lock-not-enabled';
  if (placed !== 'allowed') return placed;
  if (!runs(current, asked.now) || strengthens(current, wanted)) return 'allowed';
  if (current.mode === 'compliance') return 'retention-protected';
  return asked.bypass && asked.mayBypass ? 'allowed' : 'retention-protected';
}

/** For the retention that an upload, a copy or the start of a large file brings along. */
export function mayPlaceRetention(
  wanted: Retention,
  asked: { readonly now: Instant; readonly bucketLocks: boolean },
): RetentionVerdict {
  if (!asked.bucketLocks) return 'lock-not-enabled';
  if (wanted.until <= asked.now) return 'retain-in-past';
  return wanted.until > asked.now + maxRetentionDays * dayMs ? 'retain-too-far' : 'allowed';
}

/** What the bucket stamps on a version that arrives without a retention of its own. A year is 365 days. */
export function stampedRetention(rule: DefaultRetention | null, now: Instant): Retention | null {
  return rule === null ? null : { mode: rule.mode, until: now + defaultDays(rule) * dayMs };
}

export function defaultDays(rule: DefaultRetention): number {
  return rule.period.duration * (rule.period.unit === 'years' ? 365 : 1);
}

/** Same mode, same date or later: needs no bypass. */
function strengthens(current: Retention, wanted: Retention | null): boolean {
  return wanted !== null && wanted.mode === current.mode && wanted.until >= current.until;
}
