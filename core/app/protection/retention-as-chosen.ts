import type { Retention, RetentionPreview } from '../../contract/protection.ts';
import { chooseKept } from '../../locks/choose-kept.ts';
import { retentionFields, type RetentionPolicy } from '../../locks/retention.ts';

/** As the window says it: no rule, so many days, or for ever. */
export function asChosen(policy: RetentionPolicy): Retention {
  const said = (days: number): Retention['all'] => {
    if (days <= 0) return null;
    return Number.isFinite(days) ? Math.ceil(days) : 'forever';
  };
  return {
    all: said(policy.all),
    daily: said(policy.daily),
    weekly: said(policy.weekly),
    monthly: said(policy.monthly),
    yearly: said(policy.yearly),
  };
}

export function asPolicy(chosen: Retention): RetentionPolicy {
  const days = (field: keyof Retention): number => {
    const reach = chosen[field];
    return reach === 'forever' ? Number.POSITIVE_INFINITY : (reach ?? 0);
  };
  const [all, daily, weekly, monthly, yearly] = retentionFields.map(days) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { all, daily, weekly, monthly, yearly };
}

/** Days that the picture shows. */
const pictureDays = 365;

/** What would be kept of one backup a day for a year: by the very rules that keep the real ones. */
export function yearsPicture(
  policy: RetentionPolicy,
  now: number,
  dayMs: number,
): RetentionPreview['picture'] {
  const days = Array.from({ length: pictureDays }, (_, daysAgo) => ({
    id: String(daysAgo),
    uploadedAt: now - daysAgo * dayMs,
    complete: true,
  }));
  const standing = { policies: [policy], pins: new Set<string>(), suspicions: [], asOf: now };
  const kept = chooseKept(days, standing, dayMs);
  return days.map(({ id }, daysAgo) => ({ daysAgo, kept: kept.has(id) }));
}
