import type { RetentionPolicy } from '../../core/locks/retention.ts';
import type { Instant } from '../../core/model/object.ts';

const dayMs = 86_400_000;

export type Window = 'daily' | 'weekly' | 'monthly' | 'yearly';

/** Names of the windows that an instant falls into, by the calendar of Greenwich. */
export function windowsOf(at: Instant): Readonly<Record<Window, string>> {
  const date = new Date(at);
  const day = date.toISOString().slice(0, 10);
  const monday = new Date(at - ((date.getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
  return { daily: day, weekly: monday, monthly: day.slice(0, 7), yearly: day.slice(0, 4) };
}

/**
 * Written from the design, not from core/locks: the first snapshot of a window stands for it, and is kept as far back from
 * the newest one as any of the policies says.
 */
export function isExpected(
  snapshot: { readonly uploadedAt: Instant; readonly firstOf: readonly Window[] },
  newest: Instant,
  policies: readonly RetentionPolicy[],
): boolean {
  const age = (newest - snapshot.uploadedAt) / dayMs;
  return (
    age <= 0 ||
    policies.some((policy) => age <= policy.all || snapshot.firstOf.some((window) => age <= policy[window]))
  );
}
