import type { Catalog } from '../catalog/catalog.ts';
import { gigabyteDays } from '../locks/forecast.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import { leaseUntil } from '../locks/period.ts';
import { planRenewals } from '../locks/plan-renewals.ts';
import type { Prices } from '../locks/prices.ts';
import type { Instant } from '../model/object.ts';
import { versionKey } from '../upkeep/needs.ts';
import { workOf } from '../upkeep/renew-locks.ts';
import type { Survey } from '../upkeep/survey.ts';

export type CostOfLonger = {
  readonly objects: number;
  readonly bytes: number;
  /** What is locked longer than now, in total: paid for at most, if nothing is ever backed up again. */
  readonly gigabyteDays: number;
  readonly money: readonly {
    readonly provider: string;
    readonly asOf: string;
    /** Dollars, once. */
    readonly storage: number;
    readonly calls: number;
  }[];
};

/** What it costs to renew everything that is kept to a longer period, now. Asks nobody. */
export function costOfLonger(
  survey: Survey,
  catalog: Catalog,
  {
    policy,
    now,
    prices,
  }: { readonly policy: LockPolicy; readonly now: Instant; readonly prices: readonly Prices[] },
): CostOfLonger {
  const { needed, conveniences } = workOf(survey, catalog);
  const wanted = new Set([...needed, ...conveniences].map(versionKey));
  const known = catalog.objects
    .ofKinds('data', 'tree', 'pack', 'list', 'snapshot', 'index', 'key', 'repository')
    .filter((one) => wanted.has(versionKey(one)));
  const due = planRenewals(known, { now, policy, publication: true });
  const days = gigabyteDays(
    due.map(({ size, confirmedUntil, uploadedAt }) => ({
      size,
      from: Math.max(confirmedUntil, now),
      until: leaseUntil(now, policy, { ageMs: now - uploadedAt }),
    })),
  );
  return {
    objects: due.length,
    bytes: due.reduce((sum, { size }) => sum + size, 0),
    gigabyteDays: days,
    money: prices.map(({ provider, asOf, storage, perThousand, listsLocks }) => ({
      provider,
      asOf,
      storage: days * 1e9 * (storage.dollars / storage.bytes / storage.days),
      calls: (due.length / 1000) * (perThousand.renewal + (listsLocks ? 0 : perThousand.question)),
    })),
  };
}
