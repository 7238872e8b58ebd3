import type { Limits } from '../../contract/sets.ts';
import type { Instant } from '../../contract/shared.ts';
import { minuteOfDay } from './local-time.ts';

/** Upload bytes per second that hold now; null: none. Hours that end before they begin reach over midnight. */
export function limitNow(
  { uploadBytesPerSecond, hours }: Pick<Limits, 'uploadBytesPerSecond' | 'hours'>,
  now: Instant,
  zone?: string,
): number | null {
  if (uploadBytesPerSecond === null || hours === null) return uploadBytesPerSecond;
  const from = minutes(hours.from);
  const to = minutes(hours.to);
  const minute = minuteOfDay(now, zone);
  const inside = from < to ? from <= minute && minute < to : from <= minute || minute < to;
  return inside ? uploadBytesPerSecond : null;
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
