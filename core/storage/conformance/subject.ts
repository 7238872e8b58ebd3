import type { Instant } from '../../model/object.ts';
import type { ObjectStore } from '../object-store.ts';

/** What a store must bring along to be examined. The bucket has Object Lock and no default retention. */
export type Subject = {
  /** With the key that the engine would use; may be as powerful as the other. */
  readonly store: ObjectStore;
  /** The same bucket with a key that may delete versions, bypass governance and set legal holds. */
  readonly powerful: ObjectStore;
  /** Everything happens below it; ends in '/'. */
  readonly prefix: string;
  /** Moves the provider's clock forward; undefined where it is real. */
  readonly moveClock?: ((milliseconds: number) => Promise<void>) | undefined;
  /** What the store does with If-None-Match: * on a name that exists. */
  readonly onlyIfAbsent: 'honoured' | 'ignored';
};

/** One thing that every store must do. `run` throws where it does not; names below `at` are free. */
export type Check = {
  readonly name: string;
  readonly run: (subject: Subject, at: string) => Promise<void>;
};

const hour = 3_600_000;

/** A lock that no slow machine outlives. Whole seconds. */
export async function lockForLong(store: ObjectStore): Promise<Instant> {
  return wholeSecond((await store.providerClock()).now + hour);
}

export function wholeSecond(instant: Instant): Instant {
  return Math.floor(instant / 1000) * 1000;
}
