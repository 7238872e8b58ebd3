import { renewToPeriod, setLongerPeriod, setShorterPeriod } from '../../core/app/change-period.ts';
import { costOfLonger, type CostOfLonger } from '../../core/app/cost-of-longer.ts';
import { lookAtProtection } from '../../core/app/look-at-protection.ts';
import type { RepositoryInUse } from '../../core/app/open-repository-for-use.ts';
import { policyOf } from '../../core/app/policy-of.ts';
import { pricesFor, readPrices } from '../../core/app/read-prices.ts';
import { strictBucketDays } from '../../core/locks/lock-policy.ts';
import { confirm } from '../ask-line.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { protectDaysFrom } from '../protect-days.ts';
import { storageKeyFrom } from '../secrets-from-outside.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, sizeInWords, untilInWords } from '../words-for-people.ts';
import { outcomeOf as outcomeOfRenewal } from './locks-renew.ts';

export type ProtectFlags = { readonly yes?: boolean; readonly again?: string; readonly prices?: string };

/**
 * A longer period renews everything that is kept at once, after showing what that costs. A shorter one cannot touch a
 * lock that is set.
 */
export async function settingsProtect(
  context: CommandContext,
  days: string,
  flags: ProtectFlags,
): Promise<Outcome> {
  const protectDays = await protectDaysFrom(context, days, flags.again);
  const prices = await readPrices(flags.prices);
  return await useRepository(context, { readOnly: false }, async (inUse) => {
    const { settings, catalog } = inUse;
    const before = settings.protectDays;
    if (protectDays === before)
      return {
        result: { protectDays, before },
        text: `Backups are protected for ${countOf(before, 'day')} already.`,
        exitCode: 0,
      };
    const { survey, state } = await lookAtProtection(context.home, inUse);
    if (protectDays < before) {
      const last = await setShorterPeriod(context.home, inUse, protectDays);
      return shortened(inUse, protectDays, last, state.now);
    }
    const cost = costOfLonger(survey, catalog, {
      policy: policyOf({ ...settings, protectDays }),
      now: state.now,
      prices: pricesFor(settings.store.endpoint, prices),
    });
    context.note(costInWords(cost, before, protectDays));
    await confirm(context, `Protect everything for ${countOf(protectDays, 'day')} from now on?`, flags.yes);
    const setUpKey = storageKeyFrom(context.terminal, 'SETUP_');
    const changed = await setLongerPeriod(context.home, inUse, protectDays, setUpKey);
    const { home, world, signal } = context;
    const renewed = outcomeOfRenewal(
      await renewToPeriod({ home, inUse: { ...inUse, settings: changed }, world, signal }),
    );
    return {
      result: { protectDays, before, cost, renewal: renewed.result },
      text: `Set: backups are protected for ${countOf(protectDays, 'day')}.\n${renewed.text}`,
      exitCode: renewed.exitCode,
    };
  });
}

function shortened({ settings }: RepositoryInUse, protectDays: number, last: number, now: number): Outcome {
  return {
    result: {
      protectDays,
      before: settings.protectDays,
      lastLockEnds: last > 0 ? new Date(last).toISOString() : null,
    },
    text: [
      `Set: from now on backups are protected for ${countOf(protectDays, 'day')}, not for ${countInWords(settings.protectDays)}.`,
      last > now
        ? `Locks that are set cannot be shortened by anybody: they stay until their dates, the last one until ${untilInWords(last, now)}. What is stored or renewed from now on is locked for the shorter time.`
        : 'No lock is running that is longer.',
      ...(settings.strict
        ? [
            `The bucket's own rule still sets longer dates for what is new: lower it to ${countOf(strictBucketDays(protectDays), 'day')} on the provider's page.`,
          ]
        : []),
    ].join('\n'),
    exitCode: 0,
  };
}

function costInWords(cost: CostOfLonger, before: number, after: number): string {
  return [
    `From ${countInWords(before)} to ${countOf(after, 'day')}: ${countOf(cost.objects, 'lock')} would be lengthened now (${sizeInWords(cost.bytes)}).`,
    `If you stopped backing up today, that is ${countInWords(Math.ceil(cost.gigabyteDays))} GB-days of storage more to pay for than now; locks cannot be taken back.`,
    ...cost.money.map(
      ({ provider, asOf, storage, calls }) =>
        `  ${provider}: at most $${storage.toFixed(2)} for storage and $${calls.toFixed(2)} for calls, once (prices of ${asOf})`,
    ),
  ].join('\n');
}
