import type { Catalog } from '../catalog/catalog.ts';
import type { ObjectKind } from '../catalog/objects.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ErrorCode } from '../errors/words.ts';
import { readLease } from '../locks/confirm-lease.ts';
import { planRenewals } from '../locks/plan-renewals.ts';
import { refusalOf, sendRenewal, type SentRenewal } from '../locks/renew-lease.ts';
import { countsFrom } from '../locks/usable-pack.ts';
import type { Instant, ObjectVersion } from '../model/object.ts';
import { concurrently } from '../system/concurrently.ts';
import { untilAborted } from '../system/until-aborted.ts';
import { versionKey, type NeededVersion } from './needs.ts';
import { assertNotAborted, folderOf, foldersWorthListing, readLeases } from './read-leases.ts';
import { unlistedSnapshots, type Survey } from './survey.ts';
import type { Upkeep } from './upkeep-context.ts';

/** Renewals under way at a time: polite to a provider that allows hundreds a second. */
const atATime = 16;
/** Renewed between two looks at the provider's clock; of so many at most the dates are unknown after a kill. */
const smallestBatch = 1000;
/** A listing that reads the dates of a batch back passes all objects, so the batch grows with them. */
const shareOfAll = 1 / 25;
const journal = 'renewal';

export type Convenience = ObjectVersion & { readonly size: number; readonly uploadedAt: Instant };

export type RenewalWork = {
  /** In the order of importance, which decides between those that lapse at the same time. */
  readonly needed: readonly NeededVersion[];
  /** Renewed as well, counted in no promise. */
  readonly conveniences: readonly Convenience[];
  /** versionKeys of what stands under a marker or a newer version: these come first. */
  readonly hidden?: ReadonlySet<string> | undefined;
  /** About so many calls at most (repetitions after failures not counted); the rest is left for the next time. */
  readonly maxCalls?: number | undefined;
  /** Snapshots that are there and were not listed: what they need is not in this work. */
  readonly unlisted?: readonly ObjectVersion[];
  /** Also what was uploaded within the last hour: a longer period was chosen and is promised now. */
  readonly freshToo?: boolean | undefined;
};

/** The owner's work: all that kept snapshots need, oldest first, and the conveniences while there are any. */
export function workOf(survey: Omit<Survey, 'foreign' | 'reasons'>, catalog: Catalog): RenewalWork {
  const { kept, needs } = survey;
  const conveniences = kept.length > 0 ? catalog.objects.ofKinds('index', 'key', 'repository') : [];
  return { needed: needs.union(kept), conveniences, unlisted: unlistedSnapshots(survey, catalog) };
}

export type RefusedRenewal = ObjectVersion & {
  /** The true date, read back; below P from now. */
  readonly until: Instant;
  readonly code: ErrorCode;
  readonly words: string;
};

export type RenewalReport = {
  readonly examined: number;
  readonly renewed: number;
  readonly renewedBytes: number;
  /** The provider does not have them any more. */
  readonly missing: readonly ObjectVersion[];
  readonly refused: readonly RefusedRenewal[];
  /** Due, but out of budget. */
  readonly left: number;
  /** Snapshots under a running lock that the storage did not list, so that nobody looked at what they need. */
  readonly unlisted: readonly ObjectVersion[];
  readonly calls: number;
  /** The smallest confirmed date over all that is needed; 0 where something is missing, Infinity where nothing is needed. */
  readonly least: Instant;
  /** Provider time. */
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
};

/** All that is needed is under a lock of P or more: what must hold before anything is hidden or deleted. */
export const isWhole = ({ refused, missing, left, unlisted }: RenewalReport): boolean =>
  refused.length === 0 && missing.length === 0 && left === 0 && unlisted.length === 0;

/**
 * The renewal job (design 4), the same for the owner and a guard: lengthens by version every lock that would not last for P
 * and reads each date back. A confirmed date is in the catalog at once, so a job that is killed goes on where it was. An object
 * that refuses or is missing stops nothing; a provider that cannot be reached ends the job. Under a strict policy it lengthens
 * nothing and only reads the dates: a guard lengthens, and what it is late with counts as refused.
 * @throws cancelled, clocks-differ, key-invalid and what is no answer: network-unreachable, provider-busy, …
 */
export async function renewLocks(upkeep: Upkeep, work: RenewalWork): Promise<RenewalReport> {
  const job = new RenewalJob(upkeep, work);
  return await untilAborted(job.run(), upkeep.signal);
}

type Item = ObjectVersion & {
  readonly size: number;
  readonly kind: ObjectKind;
  readonly uploadedAt: Instant;
  readonly confirmedUntil: Instant;
  readonly hidden: boolean;
};

/** `confirmedUntil` undefined: the catalog does not know it. */
type Found = Omit<Item, 'confirmedUntil'> & { readonly confirmedUntil: Instant | undefined };

type Sent = { readonly item: Item; readonly sent: SentRenewal };

class RenewalJob {
  readonly #upkeep: Upkeep;
  readonly #work: RenewalWork;
  readonly #dates = new Map<string, Instant>();
  readonly #missing: ObjectVersion[] = [];
  readonly #refused: RefusedRenewal[] = [];
  #renewed = 0;
  #renewedBytes = 0;
  #left = 0;
  #calls = 0;
  /** Calls that what is under way may still need. */
  #reserved = 0;

  constructor(upkeep: Upkeep, work: RenewalWork) {
    this.#upkeep = upkeep;
    this.#work = work;
  }

  async run(): Promise<RenewalReport> {
    const { catalog, time, policy } = this.#upkeep;
    await time.refresh();
    const startedAt = Math.round(time.now());
    const wasCutShort = startedJob(catalog.meta(journal));
    catalog.setMeta(journal, JSON.stringify({ startedAt, finishedAt: null }));
    let examined: number;
    try {
      let items = await this.#learn(this.#items());
      if (wasCutShort) items = await this.#readAgain(items);
      examined = items.length + this.#missing.length + this.#left;
      const due = planRenewals(items, { now: time.now(), policy, publication: this.#work.freshToo });
      if (policy.strict) await this.#look(due);
      else await this.#renew(due);
    } finally {
      this.#strike();
    }
    const finishedAt = Math.round(time.now());
    catalog.setMeta(journal, JSON.stringify({ startedAt, finishedAt }));
    return {
      examined,
      renewed: this.#renewed,
      renewedBytes: this.#renewedBytes,
      missing: this.#missing.map(({ name, versionId }) => ({ name, versionId })),
      refused: this.#refused,
      left: this.#left,
      unlisted: (this.#work.unlisted ?? []).map(({ name, versionId }) => ({ name, versionId })),
      calls: this.#calls,
      least: this.#work.needed.reduce(
        (least, one) => Math.min(least, this.#dates.get(versionKey(one)) ?? 0),
        Number.POSITIVE_INFINITY,
      ),
      startedAt,
      finishedAt,
    };
  }

  /** Each version once, with what the catalog knows of it; `confirmedUntil` undefined: nothing. */
  #items(): readonly Found[] {
    const { needed, conveniences, hidden } = this.#work;
    const asked = new Map<string, ObjectVersion & { readonly size: number; readonly uploadedAt?: Instant }>();
    for (const one of [...needed, ...conveniences]) asked.set(versionKey(one), one);
    return [...asked].map(([key, { name, versionId, size, uploadedAt = 0 }]) => {
      const row = this.#upkeep.catalog.objects.byName(name).find((known) => known.versionId === versionId);
      const base = {
        name,
        versionId,
        size,
        uploadedAt,
        kind: kindOf(name),
        hidden: hidden?.has(key) ?? false,
      };
      return { ...base, ...row, confirmedUntil: row?.confirmedUntil };
    });
  }

  /** What the catalog does not know is asked for and added: made by another writer, or this is a guard's first time. */
  async #learn(found: readonly Found[]): Promise<readonly Item[]> {
    const items: Item[] = [];
    const unknown = found.filter(({ confirmedUntil, ...item }) => {
      if (confirmedUntil !== undefined) items.push({ ...item, confirmedUntil });
      return confirmedUntil === undefined;
    });
    const affordable = unknown.slice(0, this.#affordable(1));
    this.#left += unknown.length - affordable.length;
    const leases = await readLeases(this.#upkeep, affordable, this.#call);
    const { catalog } = this.#upkeep;
    catalog.transaction(() => {
      for (const item of affordable) {
        const lease = leases.get(versionKey(item));
        if (lease === undefined) {
          this.#missing.push(item);
          continue;
        }
        const { until: confirmedUntil, uploadedAt } = lease;
        const { name, versionId, size, kind } = item;
        catalog.objects.add({ name, versionId, size, kind, uploadedAt, confirmedUntil });
        items.push({ ...item, uploadedAt, confirmedUntil });
      }
    });
    for (const item of items) this.#dates.set(versionKey(item), item.confirmedUntil);
    return items;
  }

  /** A job that was killed may have lengthened what it could not note any more, where dates are read in batches. */
  async #readAgain(items: readonly Item[]): Promise<readonly Item[]> {
    const { time, policy } = this.#upkeep;
    const due = planRenewals(items, { now: time.now(), policy, publication: this.#work.freshToo });
    const folders = foldersWorthListing(this.#upkeep, due);
    const listed = due.filter((item) => folders.has(folderOf(item)));
    const leases = await readLeases(this.#upkeep, listed, this.#call);
    return items.map((item) => {
      const until = leases.get(versionKey(item))?.until ?? 0;
      if (until <= item.confirmedUntil) return item;
      this.#note(item, until);
      return { ...item, confirmedUntil: until };
    });
  }

  async #renew(due: readonly Item[]): Promise<void> {
    const { time, catalog } = this.#upkeep;
    const batch = Math.max(smallestBatch, Math.ceil(catalog.objects.countBelow('') * shareOfAll));
    for (let at = 0; at < due.length; at += batch) {
      if (at > 0) await time.refresh();
      time.assertMayLock();
      const now = due.slice(at, at + batch);
      const folders = foldersWorthListing(this.#upkeep, now);
      const listed: Sent[] = [];
      await concurrently(now, atATime, async (item) => {
        if (this.#affordable(2) < 1) {
          this.#left++;
          return;
        }
        this.#reserved += 2;
        const sent = await this.#send(item);
        if (sent.refusal === undefined && folders.has(folderOf(item))) listed.push({ item, sent });
        else await this.#readBack({ item, sent });
      });
      await this.#readBackTogether(listed);
    }
  }

  /** In strict mode a guard lengthens; here its dates are read, and what it is late with counts as refused. */
  async #look(due: readonly Item[]): Promise<void> {
    const affordable = due.slice(0, this.#affordable(1));
    this.#left += due.length - affordable.length;
    const leases = await readLeases(this.#upkeep, affordable, this.#call);
    const { catalog, time, policy } = this.#upkeep;
    const atLeast = countsFrom(time.now(), policy);
    catalog.transaction(() => {
      for (const item of affordable) {
        const until = leases.get(versionKey(item))?.until;
        if (until === undefined) this.#lose(item);
        else {
          this.#note(item, until);
          if (until <= atLeast) this.#refused.push(refusedOf(item, until, new HoldfastError('guard-late')));
        }
      }
    });
  }

  async #send(item: Item): Promise<SentRenewal> {
    this.#call();
    this.#reserved--;
    const { repository } = this.#upkeep;
    return await sendRenewal(repository.store, this.#full(item), item.uploadedAt, this.#upkeep);
  }

  async #readBack({ item, sent }: Sent): Promise<void> {
    this.#call();
    this.#reserved--;
    this.#judge(item, sent, await readLease(this.#upkeep.repository.store, this.#full(item)));
  }

  async #readBackTogether(listed: readonly Sent[]): Promise<void> {
    const leases = await readLeases(
      this.#upkeep,
      listed.map(({ item }) => item),
      this.#call,
    );
    this.#reserved -= listed.length;
    for (const { item, sent } of listed) this.#judge(item, sent, leases.get(versionKey(item))?.until);
  }

  #judge(item: Item, sent: SentRenewal, until: Instant | undefined): void {
    if (until === undefined) return this.#lose(item);
    this.#note(item, until);
    const error = refusalOf(sent, until);
    if (error === undefined || this.#isLongEnough(until)) {
      this.#renewed++;
      this.#renewedBytes += item.size;
    } else this.#refused.push(refusedOf(item, until, error));
  }

  #lose(item: Item): void {
    this.#missing.push(item);
    this.#dates.set(versionKey(item), 0);
  }

  /** Somebody else (a guard) may have lengthened it meanwhile, not as far as was asked for here. */
  #isLongEnough(until: Instant): boolean {
    return until >= this.#upkeep.time.now() + this.#upkeep.policy.protectMs;
  }

  #note(item: Item, until: Instant): void {
    this.#dates.set(versionKey(item), until);
    this.#upkeep.catalog.objects.confirm(item, until);
  }

  #strike(): void {
    const { objects } = this.#upkeep.catalog;
    const rows = this.#missing.flatMap(({ name, versionId }) =>
      objects.byName(name).filter((row) => row.versionId === versionId),
    );
    objects.strike(...rows.map(({ id }) => id));
  }

  readonly #call = (): void => {
    assertNotAborted(this.#upkeep.signal);
    this.#calls++;
  };

  /** How many objects that cost so many calls each the budget still allows. */
  #affordable(calls: number): number {
    const { maxCalls = Number.POSITIVE_INFINITY } = this.#work;
    return Math.max(0, Math.floor((maxCalls - this.#calls - this.#reserved) / calls));
  }

  #full({ name, versionId }: Item): ObjectVersion {
    return { name: this.#upkeep.repository.prefix + name, versionId };
  }
}

function refusedOf(
  { name, versionId }: Item,
  until: Instant,
  { code, words }: HoldfastError,
): RefusedRenewal {
  return { name, versionId, until, code, words };
}

/** Whether the last job began and never came to its end. */
function startedJob(journal: string | undefined): boolean {
  if (journal === undefined) return false;
  return (JSON.parse(journal) as { readonly finishedAt: Instant | null }).finishedAt === null;
}

const kinds: Readonly<Record<string, ObjectKind>> = {
  'packs/': 'pack',
  'lists/': 'list',
  'snapshots/': 'snapshot',
  'index/': 'index',
  'keys/': 'key',
  'repository/': 'repository',
};

/** @throws bug for a name that no list and no catalog holds */
function kindOf(name: string): ObjectKind {
  const kind = kinds[folderOf({ name })];
  if (kind === undefined) throw new HoldfastError('bug', { reason: `${name} is of no kind that is renewed` });
  return kind;
}
