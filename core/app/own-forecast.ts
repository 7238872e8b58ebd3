import { packTargetBytes } from '../backup/pack-size.ts';
import { forecast, ownScheme, type Assumptions, type Forecast } from '../locks/forecast.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import { daysFromHiding } from '../storage/provisioning/space-rules.ts';
import type { Settings } from './settings.ts';

/** Share of the data that is replaced in a day, where nothing is known yet: what ordinary computers do. */
export const usualChurn = 0.01;
/** Found by the first pass half a day after the lock ended on average, by the second a day later. */
const passesDays = 1.5;
/** The rule, and the half day until the provider looks. With a maintenance key: once a month. */
const deletionDays = { automatic: daysFromHiding + 0.5, 'by-hand': 15 } as const;

export const assumptionsOf = (basis: {
  readonly bytes: number;
  readonly churn: number;
  readonly protectDays: number;
  readonly space: Settings['space'];
}): Assumptions => ({
  bytes: basis.bytes,
  churn: basis.churn,
  policy: lockPolicy(basis.protectDays),
  waitingDays: passesDays + deletionDays[basis.space],
});

/** As Holdfast cuts and renews. */
export const ownForecast = (assumed: Assumptions): Forecast =>
  forecast(assumed, ownScheme(assumed.policy, packTargetBytes(assumed.bytes)));
