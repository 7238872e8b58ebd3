import type { Instant } from '../model/object.ts';

/** What becomes free on one day if nothing is renewed any more. */
export type CalendarDay = {
  /** When the (UTC) day begins. */
  readonly day: Instant;
  readonly bytes: number;
  readonly objects: number;
};

/**
 * How much is locked until which day, soonest first; days on which nothing ends are left out.
 * @param versions `until` 0: not locked, so in no day
 */
export function leaseCalendar(
  versions: Iterable<{ readonly size: number; readonly until: Instant }>,
  dayMs: number,
): readonly CalendarDay[] {
  const days = new Map<Instant, CalendarDay>();
  for (const { size, until } of versions) {
    if (!(until > 0)) continue;
    const day = Math.floor(until / dayMs) * dayMs;
    const sofar = days.get(day);
    days.set(day, { day, bytes: (sofar?.bytes ?? 0) + size, objects: (sofar?.objects ?? 0) + 1 });
  }
  return [...days.values()].toSorted((a, b) => a.day - b.day);
}
