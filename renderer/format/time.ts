const day = 86_400_000;

export const date = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at);

export const shortDate = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }).format(at);

/** With the year, and short enough for a column. */
export const mediumDate = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at);

export const month = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric' }).format(at);

export const dateAndTime = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);

export const clock = (at: number, language: string): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(at);

/** "2 hours ago", "in 3 days": the largest unit that is whole. */
export function ago(at: number, now: number, language: string): string {
  const seconds = Math.round((at - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const steps = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of steps)
    if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
  return format.format(0, 'minute');
}

/** Whole days until then, never below 0. */
export const daysUntil = (at: number, now: number): number => Math.max(0, Math.floor((at - now) / day));

/** "4 min 20 s", "1 h 5 min", "3 s". */
export function duration(seconds: number, language: string): string {
  const part = (value: number, unit: 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  if (hours > 0) return `${part(hours, 'hour')} ${part(minutes, 'minute')}`;
  if (minutes > 0) return `${part(minutes, 'minute')} ${part(whole % 60, 'second')}`;
  return part(whole, 'second');
}
