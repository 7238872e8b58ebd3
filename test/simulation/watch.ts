import { readDecisionList } from '../../core/locks/decisions.ts';
import { maxSlack } from '../../core/locks/period.ts';
import type { LockPolicy } from '../../core/locks/lock-policy.ts';
import type { RetentionPolicy } from '../../core/locks/retention.ts';
import type { Instant } from '../../core/model/object.ts';
import type { Decision } from '../../core/model/snapshot.ts';
import type { RenewalReport } from '../../core/upkeep/renew-locks.ts';
import type { Survey } from '../../core/upkeep/survey.ts';
import { isExpected } from './expected-retention.ts';
import type { KnownSnapshot, Ledger, Needed } from './ledger.ts';
import type { BucketWatcher, SimulatedBucket, StoredVersion } from './simulated-bucket.ts';
import { Violation, type Invariant } from './violation.ts';

const dayMs = 86_400_000;
/** Providers tell whole seconds, and a call takes a moment. */
const tolerance = 3_000;
/** From the last look at the clock to the snapshot's upload, with repetitions after failures. */
const publicationTakes = 3_600_000;
const waitDays = 7;

/** What the checks know of a computer of the owner. */
export type WatchedMachine = {
  readonly name: string;
  readonly policy: LockPolicy;
  readonly decisions: readonly Decision[];
};

/**
 * Looks on from the provider's side and knows all clocks, all keys and every promise that was made. What it sees is noted, not
 * thrown, since the program that is watched would catch it: `assertClean` throws.
 */
export class Watch {
  readonly #bucket: SimulatedBucket;
  readonly #ledger: Ledger;
  readonly #prefix: string;
  readonly #machines: ReadonlyMap<string, WatchedMachine>;
  /** Which chunks each pack holds. */
  readonly #chunksIn = new Map<string, readonly number[]>();
  readonly #salts = new Set<string>();
  #violation: Violation | undefined;
  /** Snapshots that some policy still keeps. What is let go once is never asked for again. */
  #candidates: KnownSnapshot[] = [];
  #kept: readonly KnownSnapshot[] = [];
  #looks = 0;
  #wholeAt = Number.NEGATIVE_INFINITY;
  /** Of the machine that runs now. */
  expectedChunks: (() => ReadonlySet<number>) | undefined;
  leastMargin = Number.POSITIVE_INFINITY;
  lostAfterLapse = 0;

  constructor(
    bucket: SimulatedBucket,
    ledger: Ledger,
    prefix: string,
    machines: ReadonlyMap<string, WatchedMachine>,
  ) {
    this.#bucket = bucket;
    this.#ledger = ledger;
    this.#prefix = prefix;
    this.#machines = machines;
  }

  get kept(): readonly KnownSnapshot[] {
    return this.#kept;
  }

  assertClean(): void {
    if (this.#violation) throw this.#violation;
  }

  note(invariant: Invariant, what: string): void {
    this.#violation ??= new Violation(invariant, `${new Date(this.#bucket.now()).toISOString()}: ${what}`);
  }

  packed(hash: string, chunks: readonly number[]): void {
    this.#chunksIn.set(`${this.#prefix}packs/${hash.slice(0, 2)}/${hash}`, [...chunks]);
  }

  drew(bytes: Uint8Array): void {
    if (bytes.length !== 32) return;
    const salt = Buffer.from(bytes).toString('latin1');
    if (this.#salts.has(salt)) this.note('I4 no salt is used twice', 'the same 32 random bytes again');
    this.#salts.add(salt);
  }

  get watcher(): BucketWatcher {
    return {
      placed: (version) => this.#placed(version),
      erased: (version, by) => this.#erased(version, by),
      locked: (version, until, by) => {
        const machine = this.#machines.get(by);
        if (machine === undefined) return;
        const cap = this.#bucket.now() + machine.policy.protectMs + maxSlack(machine.policy);
        if (until > cap + tolerance)
          this.note('cap: nothing locked beyond P + S_max', `${version.name} until ${iso(until)}`);
      },
    };
  }

  #placed(version: StoredVersion): void {
    const machine = this.#machines.get(version.by);
    if (version.kind === 'marker') {
      if (machine) this.#hidden(version);
      return;
    }
    const snapshot = this.#ledger.placed(version, machine !== undefined);
    if (snapshot === undefined) return;
    this.#candidates.push(snapshot);
    if (machine) this.#published(snapshot, machine);
  }

  #published(snapshot: KnownSnapshot, { policy }: WatchedMachine): void {
    const chunks = new Set<number>();
    for (const needed of snapshot.needs) {
      const { name, stored } = needed;
      if (stored === undefined) {
        this.note('I1 every needed object exists and authenticates', `${snapshot.id} without ${name}`);
        return;
      }
      if ((stored.until ?? 0) < snapshot.uploadedAt + policy.protectMs - publicationTakes)
        this.note('I2 all is locked for P at publication', `${name} until ${iso(stored.until)}`);
      for (const chunk of this.#chunksIn.get(name) ?? []) chunks.add(chunk);
    }
    const missing = [...(this.expectedChunks?.() ?? [])].filter((chunk) => !chunks.has(chunk));
    if (missing.length > 0)
      this.note(
        'I1 every needed object exists and authenticates',
        `${missing.length} chunks of ${snapshot.id} are in none of its packs`,
      );
  }

  #hidden({ name }: StoredVersion): void {
    for (const version of this.#bucket.versionsOf(name)) {
      const needed = this.#ledger.needed.get(`${name} ${version.versionId}`);
      if (this.#bucket.isLocked(version) || (needed && this.#isNeeded(needed)))
        this.note('I6 nothing that is needed is hidden or deleted', `${name} was hidden`);
    }
  }

  #erased({ name, versionId }: StoredVersion, by: string): void {
    const needed = this.#ledger.needed.get(`${name} ${versionId}`);
    if (needed === undefined) return;
    if (needed.promisedUntil > this.#bucket.now())
      this.note(
        'promise: whole until D',
        `${name} was erased by ${by}, promised until ${iso(needed.promisedUntil)}`,
      );
    const isConvenience = this.#conveniences().includes(needed);
    needed.stored = undefined;
    if (!this.#isKept(needed) && !isConvenience) return;
    const { protectMs } = [...this.#machines.values()][0]!.policy;
    if (this.#bucket.now() - this.#wholeAt > protectMs) {
      // The computer was off for longer than the locks last: what then happens is not the program's.
      this.lostAfterLapse++;
      this.#candidates = this.#candidates.filter(({ needs }) => !needs.includes(needed));
      return;
    }
    if (isConvenience) {
      this.note('conveniences: locked while a snapshot is kept', `${name} was erased by ${by}`);
      return;
    }
    const isSnapshot = name.startsWith(`${this.#prefix}snapshots/`);
    this.note(
      isSnapshot
        ? 'I3 a snapshot never disappears while it is kept or locked'
        : 'I6 nothing that is needed is hidden or deleted',
      `${name} was erased by ${by}`,
    );
  }

  #isNeeded(needed: Needed): boolean {
    return needed.promisedUntil > this.#bucket.now() || this.#isKept(needed);
  }

  #isKept(needed: Needed): boolean {
    return needed.keptAt === this.#looks;
  }

  /** What must be kept now, as this machine can know it: what was published, and what was decided on it. */
  lookAtRetention(machine: WatchedMachine): void {
    const now = this.#bucket.now();
    const { snapshots } = this.#ledger;
    const since = snapshots.filter(({ uploadedAt }) => uploadedAt > now - waitDays * dayMs);
    const before = snapshots[snapshots.length - since.length - 1];
    const lists = [...(before ? [before] : []), ...since]
      .filter(({ genuine }) => genuine)
      .map(({ body }) => body.decisions);
    // Only what the owner himself published or decided: an intruder's list may keep more, and keeps nothing less.
    const read = [...lists, machine.decisions].map(readDecisionList);
    this.#look(
      read.map(({ retention }) => retention),
      new Set(read.flatMap(({ pins }) => pins)),
    );
  }

  #look(policies: readonly RetentionPolicy[], pins: ReadonlySet<string>): void {
    this.#looks++;
    const complete = this.#candidates.filter(({ body }) => body.complete);
    const newest = Math.max(...complete.map(({ uploadedAt }) => uploadedAt));
    this.#candidates = this.#candidates.filter(
      (snapshot) =>
        pins.has(snapshot.id) || (snapshot.body.complete && isExpected(snapshot, newest, policies)),
    );
    this.#kept = this.#candidates.filter(({ genuine }) => genuine);
    for (const { needs } of this.#kept) for (const needed of needs) needed.keptAt = this.#looks;
  }

  /** A survey by the program: what must be kept is among what it keeps. */
  surveyed(kept: ReadonlySet<string>): void {
    for (const { id, uploadedAt, firstOf } of this.#kept)
      if (!kept.has(id))
        this.note(
          'retention: what the policy keeps is kept, whatever is uploaded later',
          `${id} of ${iso(uploadedAt)}, first of ${firstOf.join() || 'nothing'}, is let go`,
        );
  }

  /** Somebody was told that these can be read back until then. */
  promised(snapshots: Iterable<string>, until: Instant): void {
    // "Until yesterday" promises nothing.
    if (until <= this.#bucket.now()) return;
    for (const id of snapshots)
      for (const needed of this.#ledger.byId.get(id)?.needs ?? []) {
        if (until <= needed.promisedUntil) continue;
        needed.promisedUntil = until;
        if (needed.stored === undefined || (needed.stored.until ?? 0) < until)
          this.note(
            'promise: whole until D',
            `${iso(until)} was said, and ${needed.name} is ${needed.stored ? `locked until ${iso(needed.stored.until)}` : 'gone'}`,
          );
      }
  }

  /** The same question, asked with the catalog as it is and with one that began with nothing. */
  compareAnswers(
    known: Survey,
    again: Survey,
    confirmed: (version: { readonly name: string; readonly versionId: string }) => Instant | undefined,
  ): void {
    const invariant = 'I5 losing the catalog changes no answer';
    // More than must be may be kept: what was given back, is hidden and not deleted yet, counts as there.
    this.surveyed(new Set(again.reasons.keys()));
    for (const { id } of again.snapshots)
      if (!known.snapshots.some((one) => one.id === id)) this.note(invariant, `${id} is seen only without`);
    for (const { name, versionId } of again.needs.union(again.kept)) {
      const stored = this.#bucket.find({ name: this.#prefix + name, versionId });
      const until = confirmed({ name, versionId }) ?? 0;
      // Packs that are in no index object wait for the next backup.
      if (until !== 0 && until !== (stored?.until ?? 0))
        this.note(invariant, `${name} is locked until ${iso(stored?.until ?? 0)}, read as ${iso(until)}`);
    }
  }

  /**
   * The owner's own marker lies on it. A policy that keeps more may keep again what was hidden days ago and is still there; it
   * is renewed then, and looks as if an intruder had hidden it: a false alarm that is known (docs/locks.md).
   */
  wasGivenBack(name: string): boolean {
    const top = this.#bucket.latest(this.#prefix + name);
    return top?.kind === 'marker' && this.#machines.has(top.by);
  }

  /** A renewal that calls itself whole has ended. */
  renewed(report: RenewalReport, { policy }: WatchedMachine): void {
    this.#wholeAt = Math.max(this.#wholeAt, report.startedAt);
    const least = report.startedAt + policy.protectMs - tolerance;
    for (const needed of this.#distinct())
      this.#expectLocked(needed, least, 'margin: P after each finished renewal');
    for (const needed of this.#conveniences())
      this.#expectLocked(needed, least, 'conveniences: locked while a snapshot is kept');
  }

  /** A longer period holds from the next renewal on. */
  policyRaised(): void {
    this.#wholeAt = Number.NEGATIVE_INFINITY;
  }

  /** At the end of every day. */
  endOfDay(): void {
    const now = this.#bucket.now();
    for (const needed of this.#ledger.needed.values())
      if (needed.promisedUntil > now) {
        const stored = this.#bucket.find(needed);
        if (stored === undefined || (stored.until ?? 0) < needed.promisedUntil)
          this.note('promise: whole until D', `${needed.name} of ${iso(needed.promisedUntil)}`);
      }
    // A copied computer goes on with the period that it was copied with.
    const protectMs = Math.min(...[...this.#machines.values()].map(({ policy }) => policy.protectMs));
    if (now - this.#wholeAt > protectMs / 4 - dayMs / 8) return;
    const least = now + (protectMs * 3) / 4;
    for (const needed of this.#distinct()) {
      this.#expectLocked(needed, least, 'margin: three quarters of P while the machine is on');
      this.leastMargin = Math.min(this.leastMargin, ((needed.stored?.until ?? 0) - now) / protectMs);
    }
    for (const needed of this.#conveniences())
      this.#expectLocked(needed, least, 'conveniences: locked while a snapshot is kept');
  }

  /** Packs that the owner's machines hold under lock: needed by what is kept, and needed no more. */
  packCounts(): { readonly live: number; readonly dead: number } {
    const now = this.#bucket.now();
    let live = 0;
    let dead = 0;
    for (const needed of this.#ledger.needed.values()) {
      if (!needed.name.startsWith(`${this.#prefix}packs/`) || (needed.stored?.until ?? 0) <= now) continue;
      if (this.#isKept(needed)) live++;
      else dead++;
    }
    return { live, dead };
  }

  #expectLocked({ name, stored }: Needed, until: Instant, invariant: Invariant): void {
    if (stored === undefined) this.note(invariant, `${name} is gone`);
    else if ((stored.until ?? 0) < until)
      this.note(invariant, `${name} is locked until ${iso(stored.until)}`);
  }

  #distinct(): ReadonlySet<Needed> {
    return new Set(this.#kept.flatMap(({ needs }) => needs));
  }

  /** Keys, and the index of every pack that is needed. */
  #conveniences(): readonly Needed[] {
    if (this.#kept.length === 0) return [];
    const packs = new Set([...this.#distinct()].map(({ name }) => name));
    const isUseful = this.#ledger.indexes.filter((index) => index.packs.some((pack) => packs.has(pack)));
    const all = [...this.#ledger.keys, ...isUseful.map(({ object }) => object)];
    // One that was lost while the computer was off for too long is gone.
    return all.filter(({ stored }) => stored !== undefined);
  }
}

const iso = (instant: Instant | null): string =>
  instant === null ? 'never' : new Date(instant).toISOString();
