import { encodeRetention, type RetentionPolicy, retentionPresets } from '../../core/locks/retention.ts';
import { SeededRandom } from './seeded-random.ts';

/** What happens on one day of a simulation. */
export type Day = {
  readonly number: number;
  /** For longer than locks last. */
  isOffForTooLong: boolean;
  /** Hours at which the computer runs its jobs; empty: it is off. */
  runs: number[];
  /** Share of calls that fail. */
  failing: number;
  /** This run (index) dies after so many steps. */
  kill: { readonly run: number; readonly steps: number } | undefined;
  /** How far the computer's clock is off, ms. */
  clockWrong: number;
  /** How far the provider's answers are off during the first run, ms. */
  providerWrong: number;
  /** The key is revoked after so many steps of the first run, until the next day. */
  keyRevoked: number | undefined;
  catalog: 'lost' | 'copied' | 'restored' | undefined;
  retention: RetentionPolicy | undefined;
  pin: 'one' | 'lift' | undefined;
  protectDays: number | undefined;
  /** Files that were deleted come back. */
  bringBack: boolean;
  /** The clone runs too. */
  clone: boolean;
  intruder: boolean;
  /** Somebody types in the maintenance key. */
  maintenance: boolean;
};

export type Scenario = {
  readonly seed: number;
  readonly protectDays: number;
  readonly listsLocks: boolean;
  readonly space: 'automatic' | 'by-hand';
  readonly pageRows: number;
  readonly retention: RetentionPolicy;
  readonly newADay: number;
  readonly days: readonly Day[];
};

const day = 86_400_000;
const year = 365 * day;

const policies: readonly RetentionPolicy[] = [
  retentionPresets.standard,
  retentionPresets.lean,
  { all: 3, daily: 14, weekly: 60, monthly: 400, yearly: Number.POSITIVE_INFINITY },
  { all: 0, daily: 10, weekly: 0, monthly: 200, yearly: 0 },
];

export const decisionOf = (policy: RetentionPolicy, at: number) => ({
  at,
  kind: 'retention',
  value: encodeRetention(policy),
});

/** Everything that can happen, in an order that the seed decides. The first weeks are quiet. */
export function scenarioOf(seed: number, length: number): Scenario {
  const random = new SeededRandom(seed, 'scenario');
  const protectDays = random.pick([7, 14, 30]);
  const space = seed % 2 === 0 ? 'automatic' : 'by-hand';
  const days = Array.from({ length }, (_, number): Day => quiet(number, random));
  const span = (least: number, most: number, change: (one: Day, index: number) => void): void => {
    const from = random.between(20, length - 1);
    const to = from + random.between(least, most);
    for (const one of days.slice(from, to)) change(one, one.number - from);
  };
  const times = (perYear: number, plan: () => void): void => {
    for (let time = 0; time < Math.max(1, Math.round((perYear * length) / 365)); time++) plan();
  };
  times(1.5, () => span(5, 9, (one) => (one.runs = Array.from({ length: 8 }, (_, hour) => 9 + hour))));
  times(1, () =>
    span(40, 60, (one, index) => (one.kill = { run: 0, steps: 1 + index * random.between(1, 12) })),
  );
  times(12, () => span(1, 1, (one) => (one.kill = { run: 0, steps: random.between(1, 400) })));
  times(2, () => span(4, 10, (one) => (one.failing = 0.3)));
  times(2, () => {
    const wrong = random.pick([-5 * year, -year, -2 * day, 2 * day, year, 7 * year]);
    span(1, 4, (one) => (one.clockWrong = wrong));
  });
  times(3, () => {
    const wrong = random.pick([-2 * year, -3 * day, 3 * day, 5 * year]);
    span(1, 1, (one) => (one.providerWrong = wrong));
  });
  times(1, () => span(1, 2, (one) => (one.keyRevoked = random.between(1, 100))));
  times(1.5, () => span(1, 1, (one) => (one.catalog = 'lost')));
  times(1.5, () => span(30, 60, (one, index) => (one.catalog = index === 0 ? 'copied' : one.catalog)));
  times(3, () => span(1, 1, (one) => (one.catalog ??= 'restored')));
  times(2, () => span(1, 1, (one) => (one.retention = random.pick(policies))));
  times(3, () => span(1, 1, (one) => (one.pin = random.pick(['one', 'one', 'lift']))));
  if (seed % 3 === 0) span(1, 1, (one) => (one.protectDays = protectDays * 2));
  if (seed % 5 === 0) span(1, 1, (one) => (one.protectDays = Math.ceil(protectDays / 2)));
  times(0.7, () => span(15, 50, (one) => (one.clone = true)));
  times(1, () => span(10, 30, (one) => (one.intruder = true)));
  // A few days, weeks, and once for longer than any slack.
  times(1.5, () => span(2, 6, off));
  times(1, () => span(7, 25, off));
  if (seed % 4 !== 3) span(protectDays + 10, protectDays + 40, offForTooLong);
  // Where the rule deletes, what he hid before that is lost then: in one seed of ten that is seen, too.
  const backAt = days.findLastIndex(({ isOffForTooLong }) => isOffForTooLong);
  if (space === 'automatic' && seed % 10 !== 4)
    for (const one of days.slice(0, backAt + 1)) one.intruder = false;
  // Two clocks that are wrong alike look right, and nobody can tell.
  for (const one of days) if (one.clockWrong !== 0) one.providerWrong = 0;
  return {
    seed,
    protectDays,
    listsLocks: random.chance(0.5),
    space,
    pageRows: random.pick([50, 200, 1_000]),
    retention: random.pick(policies),
    newADay: random.between(2, 6),
    days,
  };
}

function off(one: Day): void {
  one.runs = [];
  one.kill = undefined;
}

/** While locks end and nobody renews, whoever hides destroys: the promise is over, and so is the test. */
function offForTooLong(one: Day): void {
  off(one);
  one.isOffForTooLong = true;
  one.intruder = false;
  one.clone = false;
}

const quiet = (number: number, random: SeededRandom): Day => ({
  number,
  isOffForTooLong: false,
  runs: [random.between(7, 20)],
  failing: 0,
  kill: undefined,
  clockWrong: 0,
  providerWrong: 0,
  keyRevoked: undefined,
  catalog: undefined,
  retention: undefined,
  pin: undefined,
  protectDays: undefined,
  bringBack: random.chance(0.05),
  clone: false,
  intruder: false,
  maintenance: number % 30 === 29,
});
