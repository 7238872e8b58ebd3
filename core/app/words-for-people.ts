const units = ['KB', 'MB', 'GB', 'TB', 'PB'];
const dayMs = 86_400_000;

/** 0 bytes, 999 bytes, 1.2 MB: powers of 1,000 as on the provider's bill. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  let value = bytes;
  let unit = -1;
  // 999,950 would round to "1000.0 KB".
  while (value >= 999.95 || unit < 0) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit] ?? 'EB'}`;
}

/** 1,234,567 */
export const countInWords = (count: number): string => count.toLocaleString('en-US');

/** "1 file", "214 files" */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${countInWords(count)} ${count === 1 ? one : many}`;

/** 21 December 2026, in this computer's time zone. */
export const dateInWords = (instant: number): string =>
  new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** 2026-11-22 10:30, in this computer's time zone. */
export function timeInWords(instant: number): string {
  const date = new Date(instant);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** "21 December 2026 (29 days)", "21 December 2026 (passed)"; a part of a day counts as less than a day. */
export function untilInWords(instant: number, now: number): string {
  const left = instant - now;
  if (left <= 0) return `${dateInWords(instant)} (passed)`;
  const days = Math.floor(left / dayMs);
  return `${dateInWords(instant)} (${days === 0 ? 'less than a day' : countOf(days, 'day')})`;
}

/** 3 s, 2 min, 1 h 5 min */
export function durationInWords(seconds: number): string {
  if (seconds < 1) return 'less than 1 s';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ''}`;
}
