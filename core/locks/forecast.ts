import type { LockPolicy } from './lock-policy.ts';
import { dayMs, slack } from './period.ts';
import type { Prices } from './prices.ts';

/**
 * What locks cost, in a steady state: every day a share of the data is replaced, so as much dies as is added, and a backup is
 * made each day. The replaced bytes are a mix that was measured on real trees: 70 % live for 7 days on average,
 * 30 % for 120; what remains is cold and never dies. Whole objects die (retirement frees no part of one).
 */
export type Assumptions = {
  /** What kept snapshots need. */
  readonly bytes: number;
  /** Share of it that is replaced in a day: 0.01 is 1 %. */
  readonly churn: number;
  readonly policy: LockPolicy;
  /** From the end of a lock to the deletion: two passes a day apart, then what the rule waits. */
  readonly waitingDays: number;
};

/** How objects are cut and for how long they are locked beyond the period. Ages and slack in days. */
export type Scheme = {
  readonly objectBytes: number;
  readonly slackDays: (ageDays: number) => number;
};

export type Forecast = {
  readonly liveBytes: number;
  /** Needed by nobody any more, but promised: every snapshot is locked for the period from the last time it was renewed. */
  readonly promisedBytes: number;
  /** Locked beyond that, because a lease is longer than the period. */
  readonly beyondBytes: number;
  /** Free, but not deleted yet. */
  readonly waitingBytes: number;
  readonly objects: number;
  readonly renewalsPerYear: number;
  readonly uploadsPerYear: number;
  readonly listingsPerYear: number;
  readonly churnBytesPerDay: number;
  /** Days from upload to deletion of what is replaced, one for each equal share of it. */
  readonly storedDays: readonly number[];
};

/** Jitter scales the slack by 0.8 to 1.0. */
const meanJitter = 0.9;
const mix = [
  { share: 0.7, meanDays: 7 },
  { share: 0.3, meanDays: 120 },
] as const;
const samples = 1000;
/** Index, list parts, snapshot: what a backup adds besides packs. */
const smallObjectsPerBackup = 4;
const versionsPerListing = 1000;

/** Our own scheme: slack grows with age (design 4). */
export const ownScheme = (policy: LockPolicy, objectBytes: number): Scheme => ({
  objectBytes,
  slackDays: (ageDays) => (slack(ageDays * policy.dayMs, policy) / policy.dayMs) * meanJitter,
});

/** Everything is renewed every day, and so locked for a day more than the period: what Kopia does, in blobs of 21 MB. */
export const dailyScheme: Scheme = { objectBytes: 21e6, slackDays: () => 1 };

export function forecast({ bytes, churn, policy, waitingDays }: Assumptions, scheme: Scheme): Forecast {
  const churnBytesPerDay = bytes * churn;
  // More churn than the mix can explain: everything lives shorter, and nothing is cold.
  const meanDays = mix.reduce((sum, { share, meanDays: days }) => sum + share * days, 0);
  const shorter = Math.min(1, 1 / (churn * meanDays));
  const lives = lifetimes(shorter);
  const renewedAt = renewalAges(
    scheme,
    lives.reduce((a, b) => Math.max(a, b), 0),
  );

  let renewals = 0;
  let beyondDays = 0;
  const storedDays: number[] = [];
  for (const life of lives) {
    const done = renewedAt.filter((age) => age < life).length;
    const beyond = renewedAt[done]! - life;
    renewals += done / lives.length;
    beyondDays += beyond / lives.length;
    storedDays.push(life + policy.protectDays + beyond + waitingDays);
  }

  const coldBytes = Math.max(0, bytes - churnBytesPerDay * meanDays * shorter);
  const coldSlack = scheme.slackDays(Number.POSITIVE_INFINITY);
  const objectsPerDay = churnBytesPerDay / scheme.objectBytes;
  const objects = bytes / scheme.objectBytes;
  return {
    liveBytes: bytes,
    promisedBytes: churnBytesPerDay * policy.protectDays,
    beyondBytes: churnBytesPerDay * beyondDays,
    waitingBytes: churnBytesPerDay * waitingDays,
    objects,
    renewalsPerYear: 365 * (coldBytes / scheme.objectBytes / coldSlack + objectsPerDay * renewals),
    uploadsPerYear: 365 * (objectsPerDay + smallObjectsPerBackup),
    // Each day retirement looks at all there is, and a handful of folders is listed.
    listingsPerYear: 365 * (Math.ceil(objects / versionsPerListing) + 5),
    churnBytesPerDay,
    storedDays,
  };
}

/** Days that each equal share of the replaced bytes lives: exponential around each mean, at evenly spaced quantiles. */
function lifetimes(shorter: number): readonly number[] {
  return mix.flatMap(({ share, meanDays }) => {
    const count = Math.round(share * samples);
    return Array.from(
      { length: count },
      (_, index) => -meanDays * shorter * Math.log(1 - (index + 0.5) / count),
    );
  });
}

/** At which ages an object is renewed, up to the first age beyond `horizon`: whenever its slack is used up. */
function renewalAges(scheme: Scheme, horizon: number): readonly number[] {
  const ages: number[] = [];
  for (let age = 0; age <= horizon;) ages.push((age += scheme.slackDays(age)));
  return ages;
}

export type Cost = {
  /** Dollars a month, each. */
  readonly live: number;
  /** The promise: what stays locked because it was promised. */
  readonly promised: number;
  readonly beyond: number;
  readonly waiting: number;
  /** What the provider bills without anything being there: its least size and time. */
  readonly minimum: number;
  readonly calls: number;
  readonly total: number;
};

/** Money a month of 365 / 12 days. */
export function costOf(seen: Forecast, prices: Prices): Cost {
  const { dollars, bytes, days } = prices.storage;
  const month = 365 / 12;
  const storage = (stored: number): number => (stored / bytes) * dollars * (month / days);
  const kept = seen.liveBytes + seen.promisedBytes + seen.beyondBytes + seen.waitingBytes;
  const tooShort =
    seen.storedDays.reduce((sum, stored) => sum + Math.max(0, prices.least.days - stored), 0) /
    seen.storedDays.length;
  const billed = Math.max(kept + tooShort * seen.churnBytesPerDay, prices.least.bytes);
  const { upload, renewal, listing, question } = prices.perThousand;
  // A date is read back after each upload and each renewal: one by one where listings do not tell dates.
  const questions = prices.listsLocks ? 0 : seen.uploadsPerYear + seen.renewalsPerYear;
  const calls =
    (seen.uploadsPerYear * upload +
      seen.renewalsPerYear * renewal +
      seen.listingsPerYear * listing +
      questions * question) /
    1000 /
    12;
  return {
    live: storage(seen.liveBytes),
    promised: storage(seen.promisedBytes),
    beyond: storage(seen.beyondBytes),
    waiting: storage(seen.waitingBytes),
    minimum: storage(billed - kept),
    calls,
    total: storage(billed) + calls,
  };
}

/**
 * What it costs at most if these locks are set and nothing is ever backed up again: so much stays until so long.
 * @returns gigabyte-days
 */
export const gigabyteDays = (
  locks: readonly { readonly size: number; readonly from: number; readonly until: number }[],
): number =>
  locks.reduce((sum, { size, from, until }) => sum + (size / 1e9) * (Math.max(0, until - from) / dayMs), 0);
