import type { ProtectForecast } from '../../contract/protection.ts';
import { costOf } from '../../locks/forecast.ts';
import { dayMs, maxProtectDays } from '../../locks/period.ts';
import { priceTable } from '../../locks/prices.ts';
import type { Protection } from '../look-at-protection.ts';
import { uploadedPerDay } from '../measured-churn.ts';
import { assumptionsOf, ownForecast, usualChurn } from '../own-forecast.ts';
import { pricesFor } from '../read-prices.ts';
import type { Settings } from '../settings.ts';

const periods = [1, 3, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 545, 730, 1095, 1825, maxProtectDays];

/** What other periods would need and cost, from this set's own size and churn; from the usual one before a week has passed. */
export function protectForecast(
  { survey, state }: Pick<Protection, 'survey' | 'state'>,
  { store, protectDays, space }: Pick<Settings, 'store' | 'protectDays' | 'space'>,
  isPractice: boolean,
): ProtectForecast {
  const bytes = survey.needs.union(survey.kept).reduce((sum, { size }) => sum + size, 0);
  const perDay = uploadedPerDay(survey.snapshots);
  const churn = perDay !== undefined && bytes > 0 ? Math.min(1, perDay / bytes) : usualChurn;
  const [prices] = pricesFor(store.endpoint, priceTable);
  const points = [...new Set([...periods, protectDays])]
    .toSorted((a, b) => a - b)
    .map((days) => {
      const until = state.now + days * dayMs;
      if (bytes === 0) return { days, until, storedBytes: 0, monthCost: 0 };
      const seen = ownForecast(assumptionsOf({ bytes, churn, protectDays: days, space }));
      return {
        days,
        until,
        storedBytes: Math.round(seen.liveBytes + seen.promisedBytes + seen.beyondBytes + seen.waitingBytes),
        monthCost: prices && !isPractice ? costOf(seen, prices).total : 0,
      };
    });
  return { points, currency: 'USD', churnShare: churn };
}
