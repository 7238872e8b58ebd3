import type { SetUpForecast } from '../../contract/setup.ts';
import { costOf, gigabyteDays } from '../../locks/forecast.ts';
import { dayMs, leaseUntil } from '../../locks/period.ts';
import type { Prices } from '../../locks/prices.ts';
import { assumptionsOf, ownForecast, usualChurn } from '../own-forecast.ts';
import type { Settings } from '../settings.ts';

const periods = [1, 7, 14, 30, 60, 90, 180, 365, 730] as const;

/**
 * What a period costs, for data of which nothing is known but its size.
 * @param prices undefined: it costs nothing, as on a practice vault
 */
export function setUpForecast(about: {
  readonly bytes: number;
  readonly protectDays: number;
  readonly space: Settings['space'];
  readonly now: number;
  readonly prices: Prices | undefined;
}): SetUpForecast {
  const { bytes, protectDays, space, now, prices } = about;
  const monthCost = (days: number): number => {
    if (!prices || bytes === 0) return 0;
    return costOf(ownForecast(assumptionsOf({ bytes, churn: usualChurn, protectDays: days, space })), prices)
      .total;
  };
  const { policy } = assumptionsOf({ bytes, churn: usualChurn, protectDays, space });
  // One backup and then never again: it stays, and is paid for, until its own locks end.
  const locked = gigabyteDays([{ size: bytes, from: now, until: leaseUntil(now, policy) }]);
  const { storage } = prices ?? {};
  return {
    bytes,
    until: now + protectDays * dayMs,
    monthCost: monthCost(protectDays),
    leastCost: storage ? locked * 1e9 * (storage.dollars / storage.bytes / storage.days) : 0,
    currency: 'USD',
    points: [...new Set([...periods, protectDays])]
      .toSorted((a, b) => a - b)
      .map((days) => ({ days, monthCost: monthCost(days) })),
  };
}
