import type { Instant } from '../../core/contract/shared.ts';
import type { Texts } from './texts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "21 December 2026", in this computer's time zone. */
export const longDate = (at: Instant, { locale }: Texts): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);

/** "21 Dec". */
export const shortDate = (at: Instant, { locale }: Texts): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(at);

/** "18:00", or with its day where that is not today. */
export function timeOrDay(at: Instant, now: Instant, { locale }: Texts): string {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const dated = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  return new Date(at).toDateString() === new Date(now).toDateString() ? time.format(at) : dated.format(at);
}

export function agoWords(at: Instant, now: Instant, { ago }: Texts): string {
  const past = now - at;
  if (past < minute) return ago.now;
  if (past < hour) return ago.minutes(Math.floor(past / minute));
  if (past < 2 * day) return ago.hours(Math.floor(past / hour));
  return ago.days(Math.floor(past / day));
}
