import { Cron } from 'croner';
import type { Instant } from '../../contract/shared.ts';

/**
 * The first time after `after` at which clocks on the wall show `at`. A time that a clock change leaves out comes right
 * after it; one that comes twice counts once.
 * @param days 0 Sunday … 6; empty: every day
 * @param zone IANA name; undefined: this computer's
 */
export function nextAt(
  at: string,
  after: Instant,
  { days = [], zone }: { readonly days?: readonly number[]; readonly zone?: string | undefined } = {},
): Instant {
  const [hour, minute] = at.split(':').map(Number);
  const weekdays = days.length === 0 ? '*' : [...new Set(days)].join(',');
  const cron = new Cron(`0 ${minute} ${hour} * * ${weekdays}`, zone === undefined ? {} : { timezone: zone });
  const next = cron.nextRun(new Date(after));
  if (!next) throw new RangeError(`no time of day: ${at}`);
  return next.getTime();
}

/** Minutes since local midnight, as clocks on the wall show them. */
export function minuteOfDay(now: Instant, zone?: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).formatToParts(now);
  const part = (type: 'hour' | 'minute'): number =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}
