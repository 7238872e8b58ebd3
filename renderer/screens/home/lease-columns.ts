import type { CalendarWeek } from '../../../core/contract/sets.ts';

const week = 7 * 86_400_000;

/** Columns for the chart, in seconds and bytes: middle of each week, all of it, and the needed part drawn over it. */
export function leaseColumns(
  calendar: readonly CalendarWeek[],
): readonly [readonly number[], readonly number[], readonly number[]] {
  return [
    calendar.map(({ from }) => (from + week / 2) / 1000),
    calendar.map(({ neededBytes, otherBytes }) => neededBytes + otherBytes),
    calendar.map(({ neededBytes }) => neededBytes),
  ];
}

/** From today or the first bar to the promise or the last one, with room at both ends for half a bar. */
export function leaseSpan(
  calendar: readonly CalendarWeek[],
  now: number,
  promise: number,
): readonly [number, number] {
  const starts = calendar.map(({ from }) => from);
  const first = Math.min(now, ...starts);
  const last = Math.max(promise, ...starts.map((from) => from + week));
  return [(first - week / 4) / 1000, (last + week / 4) / 1000];
}
