import type { ErrorCode } from '../errors/words.ts';
import type { Judgement, NameState, SweptFolder } from '../locks/choose-candidates.ts';
import type { CalendarDay } from '../locks/lease-calendar.ts';
import type { Instant } from '../model/object.ts';
import type { RenewalReport } from './renew-locks.ts';

export type StopReason =
  | 'nothing-kept'
  | 'suspicion'
  | 'unreadable'
  | 'snapshot-missing'
  | 'renewal-not-whole'
  | 'listing-incomplete';

export type Amount = { readonly names: number; readonly bytes: number };

/** Candidates of one folder; `since` (provider time): the one that was found first. */
export type Candidates = Amount & { readonly folder: SweptFolder; readonly since: Instant };

/** A snapshot that retention let go, while something that no kept one needs is still there for it. */
export type LetGo = {
  readonly id: string;
  readonly uploadedAt: Instant;
  /** When the last lock on what no kept snapshot needs ends; 0: it has none, Infinity: a legal hold. */
  readonly lastLockEnds: Instant;
  /** Of what no kept snapshot needs; several let go may share it. */
  readonly bytes: number;
};

/** What a deletion or hiding was refused for, other than a lock. */
export type RefusedName = { readonly name: string; readonly code: ErrorCode; readonly words: string };

export type RetireReport = {
  readonly how: 'plan' | 'hide' | 'delete';
  readonly space: 'automatic' | 'by-hand';
  /** Provider time. */
  readonly at: Instant;
  /** Why nothing was looked at, or nothing touched. */
  readonly stopped: { readonly reason: StopReason; readonly words: string } | undefined;
  readonly renewal: RenewalReport | undefined;
  /** Two passes found them so. */
  readonly due: readonly Candidates[];
  /** Found by this pass, or less than a day ago. */
  readonly waiting: readonly Candidates[];
  /** When the first of those that wait can be given back; undefined: none waits. */
  readonly waitingUntil: Instant | undefined;
  /** Hidden or deleted now. */
  readonly done: Amount;
  /** Hidden earlier; the bucket's rule deletes them. */
  readonly hiddenBefore: Amount;
  /** Needed no more, and locked until: by day. */
  readonly stillLocked: Amount & { readonly calendar: readonly CalendarDay[] };
  /** Needed no more, under a legal hold or with a lock that nobody can tell. */
  readonly held: Amount;
  /** Needed no more, and uploaded less than a day ago. */
  readonly young: Amount;
  readonly letGo: readonly LetGo[];
  /** Not ours by name, or not genuine: never touched. */
  readonly foreign: Amount;
  readonly refused: readonly RefusedName[];
  /** Names left for a later pass: too many that nobody knows. */
  readonly left: number;
};

class Sum {
  #names = 0;
  #bytes = 0;

  add(bytes: number): void {
    this.#names++;
    this.#bytes += bytes;
  }

  get amount(): Amount {
    return { names: this.#names, bytes: this.#bytes };
  }
}

/** Adds up what a pass finds, name by name. */
export class RetireTally {
  readonly done = new Sum();
  readonly foreign = new Sum();
  readonly refused: RefusedName[] = [];
  left = 0;
  readonly #hiddenBefore = new Sum();
  readonly #young = new Sum();
  readonly #held = new Sum();
  readonly #locked = new Sum();
  readonly #calendar = new Map<Instant, CalendarDay>();
  readonly #dayMs: number;
  readonly #due = new Map<SweptFolder, Sum & { since?: Instant }>();
  readonly #waiting = new Map<SweptFolder, Sum & { since?: Instant }>();

  /** @param dayMs the policy's day: the two passes are one apart, and the calendar counts in them */
  constructor(dayMs: number) {
    this.#dayMs = dayMs;
  }

  count(folder: SweptFolder, { bytes }: Pick<NameState, 'bytes'>, judgement: Judgement): void {
    if (judgement.is === 'hidden') this.#hiddenBefore.add(bytes);
    if (judgement.is === 'young') this.#young.add(bytes);
    if (judgement.is === 'locked') this.locked(bytes, judgement.until);
    if (judgement.is !== 'due' && judgement.is !== 'waiting') return;
    const all = judgement.is === 'due' ? this.#due : this.#waiting;
    const sum: Sum & { since?: Instant } = all.get(folder) ?? new Sum();
    sum.add(bytes);
    sum.since = Math.min(judgement.since, sum.since ?? Number.POSITIVE_INFINITY);
    all.set(folder, sum);
  }

  locked(bytes: number, until: Instant): void {
    if (!Number.isFinite(until)) {
      this.#held.add(bytes);
      return;
    }
    this.#locked.add(bytes);
    // Summed up at once: a list of all names would grow with whatever somebody uploads.
    const day = Math.floor(until / this.#dayMs) * this.#dayMs;
    const sofar = this.#calendar.get(day) ?? { bytes: 0, objects: 0 };
    this.#calendar.set(day, { day, bytes: sofar.bytes + bytes, objects: sofar.objects + 1 });
  }

  get due(): readonly Candidates[] {
    return candidatesOf(this.#due);
  }

  report(): Pick<
    RetireReport,
    | 'due'
    | 'waiting'
    | 'waitingUntil'
    | 'done'
    | 'hiddenBefore'
    | 'stillLocked'
    | 'held'
    | 'young'
    | 'foreign'
    | 'refused'
    | 'left'
  > {
    const waiting = candidatesOf(this.#waiting);
    return {
      due: this.due,
      waiting,
      waitingUntil:
        waiting.length === 0 ? undefined : Math.min(...waiting.map(({ since }) => since)) + this.#dayMs,
      done: this.done.amount,
      hiddenBefore: this.#hiddenBefore.amount,
      stillLocked: {
        ...this.#locked.amount,
        calendar: [...this.#calendar.values()].toSorted((a, b) => a.day - b.day),
      },
      held: this.#held.amount,
      young: this.#young.amount,
      foreign: this.foreign.amount,
      refused: this.refused,
      left: this.left,
    };
  }
}

const candidatesOf = (
  sums: ReadonlyMap<SweptFolder, Sum & { readonly since?: Instant }>,
): readonly Candidates[] =>
  [...sums].map(([folder, sum]) => ({ folder, ...sum.amount, since: sum.since ?? 0 }));
