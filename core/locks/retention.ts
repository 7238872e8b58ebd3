/**
 * How far back from the newest snapshot one is kept for each window of time, in days; `all`: how far back every one is kept.
 * 0: not at all. Infinity: always.
 */
export type RetentionPolicy = {
  readonly all: number;
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
  readonly yearly: number;
};

const everything: RetentionPolicy = {
  all: Number.POSITIVE_INFINITY,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
};

export const retentionPresets = {
  everything,
  standard: { all: 1, daily: 30, weekly: 90, monthly: 365, yearly: Number.POSITIVE_INFINITY },
  lean: { all: 1, daily: 7, weekly: 30, monthly: 180, yearly: 0 },
} as const satisfies Record<string, RetentionPolicy>;

export const retentionFields = ['all', 'daily', 'weekly', 'monthly', 'yearly'] as const;

/** As JSON, which has no Infinity: null. */
export type EncodedRetention = Readonly<Record<keyof RetentionPolicy, number | null>>;

export function encodeRetention(policy: RetentionPolicy): EncodedRetention {
  const encode = (days: number): number | null => (Number.isFinite(days) ? days : null);
  return {
    all: encode(policy.all),
    daily: encode(policy.daily),
    weekly: encode(policy.weekly),
    monthly: encode(policy.monthly),
    yearly: encode(policy.yearly),
  };
}

/** undefined: this is no policy that this version understands. */
export function parseRetention(value: unknown): RetentionPolicy | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const days: Record<string, number> = {};
  for (const [field, number] of Object.entries(value)) {
    if (!(retentionFields as readonly string[]).includes(field)) return undefined;
    if (number !== null && (typeof number !== 'number' || !(number >= 0))) return undefined;
    days[field] = number ?? Number.POSITIVE_INFINITY;
  }
  if (Object.keys(days).length !== retentionFields.length) return undefined;
  return days as RetentionPolicy;
}

/** What any of these keeps: keeping grows with each reach, so the furthest of each decides. */
export function furthestReach(policies: readonly RetentionPolicy[]): RetentionPolicy {
  const furthest = (field: keyof RetentionPolicy): number =>
    policies.reduce((reach, policy) => Math.max(reach, policy[field]), 0);
  return {
    all: furthest('all'),
    daily: furthest('daily'),
    weekly: furthest('weekly'),
    monthly: furthest('monthly'),
    yearly: furthest('yearly'),
  };
}
