import type { Instant } from '../model/object.ts';
import { dayMs as realDayMs } from './period.ts';

export type WindowKind = 'day' | 'week' | 'month' | 'year';

/** Days of 400 years, after which the calendar repeats; days of seconds soon pass the last date that Date knows. */
const calendarCycle = 146_097;

/**
 * Which day, week, month or year an instant falls into, as a number: UTC, weeks start on Monday. Scaled days are counted
 * from 1970 like real ones, so that 30 or 31 of them make a month, too.
 */
export function windowOf(kind: WindowKind, instant: Instant, dayMs: number): number {
  const day = Math.floor(instant / dayMs);
  if (kind === 'day') return day;
  // 1 January 1970 was a Thursday.
  if (kind === 'week') return Math.floor((day + 3) / 7);
  const cycles = Math.floor(day / calendarCycle);
  const date = new Date((day - cycles * calendarCycle) * realDayMs);
  const year = date.getUTCFullYear() + cycles * 400;
  return kind === 'year' ? year : year * 12 + date.getUTCMonth();
}
