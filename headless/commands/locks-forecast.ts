import { lookAtProtection } from '../../core/app/look-at-protection.ts';
import { uploadedPerDay } from '../../core/app/measured-churn.ts';
import { readPrices } from '../../core/app/read-prices.ts';
import { assumptionsOf, ownForecast, usualChurn } from '../../core/app/own-forecast.ts';
import { isSetUp, type Settings } from '../../core/app/settings.ts';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import {
  costOf,
  dailyScheme,
  forecast,
  ownScheme,
  type Assumptions,
  type Cost,
  type Forecast,
} from '../../core/locks/forecast.ts';
import type { Prices } from '../../core/locks/prices.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { parseDays } from '../parse-days.ts';
import { parseSize } from '../parse-size.ts';
import { table } from '../table.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, sizeInWords } from '../words-for-people.ts';

export type ForecastFlags = {
  readonly protect?: string;
  readonly size?: string;
  readonly churn?: string;
  readonly prices?: string;
};

/** What is there, or assumed to be there. */
type Basis = {
  readonly bytes: number;
  readonly churn: number;
  /** Where both figures come from. */
  readonly from: string;
  readonly protectDays: number | undefined;
  readonly space: Settings['space'];
};

export async function locksForecast(context: CommandContext, flags: ForecastFlags): Promise<Outcome> {
  const prices = await readPrices(flags.prices);
  const basis = await basisOf(context, flags);
  const protectDays = flags.protect === undefined ? basis.protectDays : parseDays(flags.protect);
  if (protectDays === undefined)
    throw new HoldfastError('usage', {
      reason: 'Say with --protect for how long, for example --protect 30d',
    });
  const assumed = assumptionsOf({ ...basis, protectDays });
  const { policy } = assumed;
  const schemes = {
    holdfast: ownForecast(assumed),
    oneObjectPerChunk: forecast(assumed, ownScheme(policy, 2 ** 20)),
    everythingDaily: forecast(assumed, dailyScheme),
  };
  return outcomeOf(basis, assumed, schemes, prices);
}

async function basisOf(context: CommandContext, flags: ForecastFlags): Promise<Basis> {
  const size = flags.size === undefined ? undefined : parseSize(flags.size);
  const churn = flags.churn === undefined ? undefined : parseShare(flags.churn);
  const told = { protectDays: undefined, space: 'automatic', from: 'as given' } as const;
  if (size !== undefined && (churn !== undefined || !(await isSetUp(context.home))))
    return {
      ...told,
      bytes: size,
      churn: churn ?? usualChurn,
      from: churn === undefined ? 'size as given, churn assumed' : 'as given',
    };
  if (!(await isSetUp(context.home)))
    throw new HoldfastError('usage', {
      reason: 'Nothing is set up here, so say how much there is, for example --size 1TB --churn 1%',
    });
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const { survey } = await lookAtProtection(context.home, inUse);
    const needed = survey.needs.union(survey.kept);
    const bytes = size ?? needed.reduce((sum, one) => sum + one.size, 0);
    const perDay = uploadedPerDay(survey.snapshots);
    const measured = perDay !== undefined && bytes > 0 ? Math.min(1, perDay / bytes) : undefined;
    const churnFrom =
      churn !== undefined
        ? 'as given'
        : measured === undefined
          ? 'assumed, as there is less than a week of backups'
          : 'measured';
    return {
      bytes,
      churn: churn ?? measured ?? usualChurn,
      from: `size ${size === undefined ? 'measured' : 'as given'}, churn ${churnFrom}`,
      protectDays: inUse.settings.protectDays,
      space: inUse.settings.space,
    };
  });
}

/** "1%", "0.5 %" → 0.01, 0.005. @throws usage */
function parseShare(text: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text);
  const share = match && Number(match[1]) / 100;
  if (share === null || share > 1)
    throw new HoldfastError('usage', { reason: `"${text}" is no share of a day; write it like 1%` });
  return share;
}

type Schemes = Readonly<Record<'holdfast' | 'oneObjectPerChunk' | 'everythingDaily', Forecast>>;

function outcomeOf(basis: Basis, assumed: Assumptions, schemes: Schemes, prices: readonly Prices[]): Outcome {
  const { holdfast } = schemes;
  const costs = prices.map((row) => ({ row, cost: costOf(holdfast, row) }));
  const { protectDays } = assumed.policy;
  return {
    result: {
      protectDays,
      bytes: basis.bytes,
      churnPerDay: basis.churn,
      from: basis.from,
      space: basis.space,
      schemes: Object.fromEntries(
        Object.entries(schemes).map(([name, seen]) => [name, figuresOf(seen, prices)]),
      ),
      prices: prices.map(({ provider, asOf }) => ({ provider, asOf })),
    },
    text: [
      `${sizeInWords(basis.bytes)} that snapshots need, ${percent(basis.churn)} of it replaced a day (${basis.from}), locked for ${countOf(protectDays, 'day')}:`,
      '',
      storageTable(holdfast, basis),
      '',
      `A month: ${countOf(Math.round(holdfast.uploadsPerYear / 12), 'upload')}, ${countOf(Math.round(holdfast.renewalsPerYear / 12), 'renewal')} of locks, ${countOf(Math.round(holdfast.listingsPerYear / 12), 'listing')}.`,
      '',
      table(
        [
          { title: 'Dollars a month' },
          { title: 'needed', right: true },
          { title: 'locked', right: true },
          { title: 'calls', right: true },
          { title: 'minimum', right: true },
          { title: 'together', right: true },
          { title: 'prices of' },
        ],
        costs.map(({ row, cost }) => [
          row.provider,
          dollars(cost.live),
          dollars(lockedCost(cost)),
          dollars(cost.calls),
          dollars(cost.minimum),
          dollars(cost.total),
          row.asOf,
        ]),
      ),
      '',
      comparison(schemes, prices),
      '',
      'In a steady state with one backup a day; of what is replaced, 70 % is assumed to live for 7 days on average and 30 % for 120. Prices change: give your own with --prices FILE.',
    ].join('\n'),
    exitCode: 0,
  };
}

const lockedCost = ({ promised, beyond, waiting }: Cost): number => promised + beyond + waiting;
const dollars = (amount: number): string => amount.toFixed(2);
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.001 ? 3 : 1)} %`;

function figuresOf(seen: Forecast, prices: readonly Prices[]): Readonly<Record<string, unknown>> {
  const { storedDays: _, ...figures } = seen;
  return {
    ...figures,
    deadButLockedBytes: seen.promisedBytes + seen.beyondBytes,
    dollarsPerMonth: Object.fromEntries(prices.map((row) => [row.provider, costOf(seen, row)])),
  };
}

function storageTable(seen: Forecast, { space }: Basis): string {
  const waiting =
    space === 'automatic'
      ? 'waiting to be hidden, and for the rule'
      : 'waiting for a maintenance key (once a month)';
  const rows: readonly (readonly [string, number])[] = [
    ['needed by snapshots', seen.liveBytes],
    ['needed no more, but promised until the period ends', seen.promisedBytes],
    ['locked beyond that, so that few renewals are needed', seen.beyondBytes],
    [waiting, seen.waitingBytes],
    ['together', seen.liveBytes + seen.promisedBytes + seen.beyondBytes + seen.waitingBytes],
  ];
  return table(
    [{ title: 'Stored', right: true }, { title: 'what' }],
    rows.map(([words, bytes]) => [sizeInWords(Math.round(bytes)), words]),
  );
}

function comparison(schemes: Schemes, prices: readonly Prices[]): string {
  const words = {
    holdfast: 'Holdfast',
    oneObjectPerChunk: 'one object for each chunk of 1 MiB',
    everythingDaily: 'everything renewed every day, in 21 MB',
  } as const;
  return table(
    [
      { title: 'The same done otherwise' },
      { title: 'objects', right: true },
      { title: 'renewals a year', right: true },
      { title: 'locked beyond', right: true },
      ...prices.map(({ provider }) => ({ title: `$ ${provider.split(' ')[0] ?? provider}`, right: true })),
    ],
    (Object.keys(words) as (keyof Schemes)[]).map((name) => [
      words[name],
      countInWords(Math.round(schemes[name].objects)),
      countInWords(Math.round(schemes[name].renewalsPerYear)),
      sizeInWords(Math.round(schemes[name].beyondBytes)),
      ...prices.map((row) => dollars(costOf(schemes[name], row).total)),
    ]),
  );
}
