import type { Instant, ObjectVersion } from '../model/object.ts';

/** One renewal and one look at what came of it; one more where nothing is known yet. */
const callsIfDue = 2;
const callsIfUnknown = 3;

export type WithinCalls<T> = {
  readonly now: readonly T[];
  /** Due or unknown, and left for a later round. */
  readonly left: readonly T[];
};

/**
 * What is renewed in this round when its calls are bounded: in the given order of importance, however soon the rest would
 * lapse. An intruder can publish thousands of objects under locks that end tomorrow; the old ones go first all the same.
 * @param dateOf the confirmed date; undefined: unknown
 * @param enough a lock that lasts so long needs no call
 */
export function withinCalls<T extends ObjectVersion>(
  objects: readonly T[],
  dateOf: (version: T) => Instant | undefined,
  enough: Instant,
  maxCalls: number,
): WithinCalls<T> {
  const now: T[] = [];
  const left: T[] = [];
  let calls = maxCalls;
  for (const object of objects) {
    const date = dateOf(object);
    const cost = date === undefined ? callsIfUnknown : date < enough ? callsIfDue : 0;
    if (cost > calls) left.push(object);
    else {
      now.push(object);
      calls -= cost;
    }
  }
  return { now, left };
}
