import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Instant } from '../model/object.ts';
import type { LockPolicy } from './lock-policy.ts';

export const dayMs = 86_400_000;

/** B2 locks at most 3,000 days; P + the largest slack (60 d) must fit below. */
export const maxProtectDays = 2_900;

/** Throws `period-invalid` unless `days` is a whole number of days that can be promised. */
export function checkPeriod(days: number): void {
  if (!Number.isInteger(days) || days < 1 || days > maxProtectDays)
    throw new HoldfastError('period-invalid', { days, max: maxProtectDays });
}

/** S_max, ms. */
export const maxSlack = ({ protectMs, dayMs: day }: LockPolicy): number => Math.min(60 * day, 2 * protectMs);

/** Slack S of design 4: clamp(age / 2, 2 d, min(60 d, 2 P)). For P = 1 d the upper bound (2 P) is 2 d as well. */
export function slack(ageMs: number, policy: LockPolicy): number {
  return Math.min(Math.max(ageMs / 2, 2 * policy.dayMs), maxSlack(policy));
}

/**
 * The lock date for an object uploaded or renewed now: now + P + S · jitter, in whole seconds.
 * @param now provider time
 * @param jitter 0 to 1, spreads the renewals of one upload over days: scales S by 0.8 to 1.0, never upward
 * @throws lock-beyond-cap where the date would pass P + S_max: that is a bug or a clock gone mad, and
 *   a compliance lock cannot be taken back
 */
export function leaseUntil(
  now: Instant,
  policy: LockPolicy,
  options: { readonly ageMs?: number; readonly jitter?: number } = {},
): Instant {
  const scale = 0.8 + 0.2 * Math.min(Math.max(options.jitter ?? 1, 0), 1);
  const until =
    Math.floor((now + policy.protectMs + slack(options.ageMs ?? 0, policy) * scale) / 1000) * 1000;
  assertBelowCap(until, now, policy);
  return until;
}

/** Throws `lock-beyond-cap` for a date that Holdfast never sets (also NaN and infinity). */
export function assertBelowCap(until: Instant, now: Instant, policy: LockPolicy): void {
  if (!Number.isFinite(until) || !(until <= now + policy.protectMs + maxSlack(policy)))
    throw new HoldfastError('lock-beyond-cap', {
      until: Number.isFinite(until) ? new Date(until).toISOString() : String(until),
    });
}
