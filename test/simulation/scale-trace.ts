import { packTargetBytes } from '../../core/backup/pack-size.ts';
import type { LockPolicy } from '../../core/locks/lock-policy.ts';
import { leaseUntil } from '../../core/locks/period.ts';
import { planRenewals } from '../../core/locks/plan-renewals.ts';
import type { Instant } from '../../core/model/object.ts';
import { cutListParts } from '../../core/repository/list-part.ts';
import { SeededRandom } from './seeded-random.ts';

const day = 86_400_000;

/** A pack's worth of data: it comes with the backup of one day, and from some day on no snapshot needs it. */
export type Lot = {
  readonly name: string;
  readonly bytes: number;
  readonly born: number;
  readonly dies: number;
};

/**
 * How large packs are. `of a terabyte`: as the program makes them where the repository is as large as it is, whatever size it
 * began with. `one size a run`: the whole base came in one first run, which began with nothing and so with the smallest packs.
 * `growing in a run`: the same, had packs grown while that run went on. `64 MiB`: as perf.md assumed.
 */
export type PackSize = 'of a terabyte' | 'one size a run' | 'growing in a run' | '64 MiB';

export type Trace = { readonly days: number; readonly liveBytes: number; readonly lots: readonly Lot[] };

export type TraceOptions = {
  readonly liveBytes: number;
  /** Of the live bytes, a day. */
  readonly churn: number;
  readonly days: number;
  readonly packs: PackSize;
  readonly seed: number;
};

/** perf.md 5.3: of what changes in a day so much is gone in a week on average, the rest in four months. */
const hotShare = 0.7;
const hotDays = 7;
const warmDays = 120;
/** P, the average overshoot, two passes of retirement and the rule. */
const daysToForget = 45;
const daysFromHidingToDeleting = 7;

/** The same data for every scheme: a cold base, and every day new data of which most dies young, so that the live bytes stay. */
export function scaleTrace({ liveBytes, churn, days, packs, seed }: TraceOptions): Trace {
  const random = new SeededRandom(seed, 'scale');
  const newBytes = liveBytes * churn;
  const coldBytes = liveBytes - newBytes * (hotShare * hotDays + (1 - hotShare) * warmDays);
  const lots: Lot[] = [];
  /** As the catalog sees it, which sets the size of packs: what is needed, and what waits for its locks to end. */
  let known = 0;
  const forgotten = new Map<number, number>();
  const store = (bytes: number, born: number, dies: () => number): void => {
    const knownAtStart = known;
    for (let left = bytes; left > 0;) {
      const size = {
        'of a terabyte': packTargetBytes(Math.max(liveBytes, knownAtStart)),
        'one size a run': packTargetBytes(knownAtStart),
        'growing in a run': packTargetBytes(known),
        '64 MiB': 2 ** 26,
      }[packs];
      const here = Math.min(left, size);
      const until = dies();
      lots.push({ name: Buffer.from(random.bytes(32)).toString('hex'), bytes: here, born, dies: until });
      const day = Math.ceil(until) + daysToForget;
      forgotten.set(day, (forgotten.get(day) ?? 0) + here);
      known += here;
      left -= here;
    }
  };
  store(coldBytes, 0, () => Number.POSITIVE_INFINITY);
  for (let at = 0; at < days; at++) {
    known -= forgotten.get(at) ?? 0;
    store(newBytes, at, () => at + random.exponential(random.chance(hotShare) ? hotDays : warmDays));
  }
  return { days, liveBytes, lots };
}

/** When a scheme locks and renews. `count`: as many objects as a lot is made of there. */
export type Scheme = {
  readonly name: string;
  readonly count: (lot: Lot) => number;
  readonly policy: LockPolicy;
  /** The lock date of what is uploaded or renewed now. */
  readonly lease: (now: Instant, ageMs: number, jitter: number) => Instant;
  /** What is renewed now, of all that is needed. */
  readonly due: (objects: readonly TracedObject[], now: Instant) => readonly TracedObject[];
  /** Lists, snapshots and index objects are renewed as well, as this program has them. */
  readonly hasLists: boolean;
};

export type TracedObject = {
  readonly name: string;
  readonly versionId: string;
  readonly bytes: number;
  readonly count: number;
  readonly uploadedAt: Instant;
  readonly dies: Instant;
  confirmedUntil: Instant;
};

export type SchemeFigures = {
  readonly name: string;
  /** At the end. */
  readonly objects: number;
  /** By kind, of the last year. */
  readonly renewals: { readonly packs: number; readonly lists: number; readonly index: number };
  readonly renewalsOfYears: readonly number[];
  /** Locked beyond P after the last need: an average of all years but the first, GB. */
  readonly overlockedGB: number;
  /** Days that such data stay locked beyond P, weighted by bytes. */
  readonly overshootDays: number;
  /** Whose locks have ended: two passes of retirement a day apart, then the bucket's rule. An average, GB. */
  readonly waitingGB: number;
};

/** One backup a day, and renewal before it: what it takes to keep the trace locked. */
export function runScheme({ days, lots }: Trace, scheme: Scheme, seed: number): SchemeFigures {
  const random = new SeededRandom(seed, scheme.name);
  const { protectMs } = scheme.policy;
  const tally = { packs: 0, lists: 0, index: 0, overGBDays: 0, deadGB: 0, overDaysGB: 0, waitingGBDays: 0 };
  const ofYears = Array.from({ length: Math.ceil(days / 365) }, () => 0);
  let needed: TracedObject[] = [];
  const index: TracedObject[] = [];
  let parts = new Map<string, TracedObject>();
  let next = 0;
  const made = (name: string, bytes: number, count: number, now: Instant, dies: Instant): TracedObject => ({
    name,
    versionId: '',
    bytes,
    count,
    uploadedAt: now,
    dies,
    confirmedUntil: scheme.lease(now, 0, random.share()),
  });
  for (let today = 0; today < days; today++) {
    const now = today * day;
    const isLastYear = today >= days - 365;
    const renew = (objects: readonly TracedObject[]): number => {
      let renewed = 0;
      for (const object of scheme.due(objects, now)) {
        object.confirmedUntil = scheme.lease(now, now - object.uploadedAt, random.share());
        renewed += object.count;
      }
      ofYears[Math.floor(today / 365)]! += renewed;
      return isLastYear ? renewed : 0;
    };
    const lastNeed = now - day;
    needed = needed.filter((object) => {
      if (object.dies > now) return true;
      const gb = object.bytes / 1e9;
      const over = Math.max(0, (object.confirmedUntil - (lastNeed + protectMs)) / day);
      const from = (lastNeed + protectMs) / day;
      tally.overGBDays += gb * overlap(from, from + over, 365, days);
      tally.deadGB += gb;
      tally.overDaysGB += gb * over;
      const ends = object.confirmedUntil / day;
      tally.waitingGBDays += gb * overlap(ends, Math.ceil(ends) + 1 + daysFromHidingToDeleting, 365, days);
      return false;
    });
    for (let lot = lots[next]; lot && lot.born <= today; lot = lots[++next])
      needed.push(made(lot.name, lot.bytes, scheme.count(lot), now, lot.dies * day));
    tally.packs += renew(needed);
    if (!scheme.hasLists) continue;
    parts = cutParts(needed, parts, (name) => made(name, 0, 1, now, Number.POSITIVE_INFINITY));
    index.push(made(`index ${today}`, 0, 1, now, Number.POSITIVE_INFINITY));
    tally.lists += renew([...parts.values()]);
    tally.index += renew(index);
  }
  const packs = needed.reduce((sum, { count }) => sum + count, 0);
  return {
    name: scheme.name,
    objects: packs + parts.size + index.length,
    renewals: { packs: tally.packs, lists: tally.lists, index: tally.index },
    renewalsOfYears: ofYears,
    overlockedGB: tally.overGBDays / (days - 365),
    waitingGB: tally.waitingGBDays / (days - 365),
    overshootDays: tally.overDaysGB / tally.deadGB,
  };
}

/** The list parts of today's snapshot: those that are as yesterday are the same objects. */
function cutParts(
  packs: readonly TracedObject[],
  before: ReadonlyMap<string, TracedObject>,
  make: (name: string) => TracedObject,
): Map<string, TracedObject> {
  const now = new Map<string, TracedObject>();
  for (const part of cutListParts(
    packs.map(({ name, versionId, bytes }) => ({ name, versionId, size: bytes })),
  )) {
    let sum = 0;
    for (const { name } of part) sum = (Math.imul(sum, 31) + Number.parseInt(name.slice(0, 7), 16)) | 0;
    const key = `${part[0]!.name} ${part.length} ${sum}`;
    now.set(key, before.get(key) ?? make(key));
  }
  return now;
}

const overlap = (from: number, to: number, least: number, most: number): number =>
  Math.max(0, Math.min(to, most) - Math.max(from, least));

/** This program: its own lease and its own plan. */
export const ownScheme = (name: string, policy: LockPolicy, count: Scheme['count'] = () => 1): Scheme => ({
  name,
  count,
  policy,
  lease: (now, ageMs, jitter) => leaseUntil(now, policy, { ageMs, jitter }),
  due: (objects, now) => planRenewals(objects, { now, policy, publication: true }),
  hasLists: true,
});

/** A slack that does not grow with age. */
export const fixedSlack = (days: number, policy: LockPolicy): Scheme => ({
  ...ownScheme(`the same with a fixed slack of ${days} days`, policy),
  lease: (now) => now + policy.protectMs + days * day,
});

/** Every blob is extended to now + P at every full maintenance, once a day. */
export const kopiaScheme = (policy: LockPolicy, blobBytes: number): Scheme => ({
  name: 'Kopia: every blob, every full maintenance (24 h)',
  count: ({ bytes }) => bytes / blobBytes,
  policy,
  lease: (now) => now + policy.protectMs + day,
  due: (objects, now) => objects.filter(({ uploadedAt }) => uploadedAt < now),
  hasLists: false,
});

/** Generations: what is uploaded in one is locked to its end + P; where it ends all that is needed is extended to the next. */
export const veeamScheme = (generationDays: number, policy: LockPolicy, objectBytes: number): Scheme => {
  const endOf = (now: Instant): Instant =>
    (Math.floor(now / day / generationDays) + 1) * generationDays * day;
  return {
    name: `Veeam: generations of ${generationDays} days`,
    count: ({ bytes }) => bytes / objectBytes,
    policy,
    lease: (now) => endOf(now) + policy.protectMs,
    due: (objects, now) =>
      objects.filter(({ confirmedUntil }) => confirmedUntil < endOf(now) + policy.protectMs),
    hasLists: false,
  };
};
