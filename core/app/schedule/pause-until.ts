import type { Instant } from '../../contract/shared.ts';
import { foreverPaused } from '../service/service-context.ts';
import { nextAt } from './local-time.ts';

/** Until when `set.pause` holds; null: it ends now. */
export function pauseUntil(
  how: 'hour' | 'tomorrow' | 'until-resumed' | 'off',
  now: Instant,
  zone?: string,
): Instant | null {
  if (how === 'off') return null;
  if (how === 'until-resumed') return foreverPaused;
  if (how === 'hour') return now + 3_600_000;
  return nextAt('06:00', endOfDay(now, zone), { zone });
}

/** Just before the next local midnight, so that at five in the morning "tomorrow" is not in an hour. */
const endOfDay = (now: Instant, zone: string | undefined): Instant => nextAt('00:00', now, { zone }) - 1;
