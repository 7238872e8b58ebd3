import type { Attack } from './attacks/attacks.ts';
import { Intruder } from './attacks/intruder.ts';
import { BodyPool } from './contents/body-pool.ts';
import { chanceFor } from './everyday/everyday-changes.ts';
import type { EverydayChange } from './everyday/everyday-change.ts';
import { Life, type Judge } from './life.ts';
import { count, noAttackTally, noRates, noTally, sum, type AttackTally, type Rates } from './rates.ts';

export type Measurement = {
  /** One person each. */
  readonly seeds: readonly number[];
  /** Different contents of each kind of file. */
  readonly contentsPerKind: number;
  /** Ordinary runs of each life before the attacks that come with history. */
  readonly ordinaryRuns: number;
  readonly attacks: readonly Attack[];
  /** Changes that are tried by themselves as well. */
  readonly alone: readonly EverydayChange[];
};

/** How long a slow attack is watched. */
const slowRuns = 10;

/** The lives of these people, every attack on each of them, and what the detector says to all of it. */
export function measure(measurement: Measurement, judge: Judge): Rates {
  let all = noRates();
  for (const rates of measureEach(measurement, judge)) all = sum(all, rates);
  return all;
}

/** The same, person by person. */
export function* measureEach(measurement: Measurement, judge: Judge): Generator<Rates> {
  const { seeds, contentsPerKind, ordinaryRuns, attacks, alone } = measurement;
  const pool = new BodyPool(1, contentsPerKind);
  for (const seed of seeds) {
    const rates = noRates();
    const life = Life.begin({ seed, pool, judge });
    rates.lives++;
    rates.files += life.files;
    for (const attack of attacks)
      attackOn(life, attack, (rates.withoutHistory[attack.name] ??= noAttackTally()));
    for (let run = 0; run < ordinaryRuns; run++) ordinaryRun(life, rates);
    for (const attack of attacks)
      attackOn(life, attack, (rates.withHistory[attack.name] ??= noAttackTally()));
    for (const change of alone)
      if (chanceFor(change, life.profile) > 0)
        count((rates.alone[change.name] ??= noTally()), life.run([change], { keep: false }));
    yield rates;
  }
}

function ordinaryRun(life: Life, rates: Rates): void {
  const plan = life.plan('ordinary');
  const before = life.fork();
  const judgement = life.run(plan, { keep: true });
  count(rates.ordinary, judgement);
  count((rates.profiles[life.profile] ??= noTally()), judgement);
  if (judgement.verdict === 'quiet') return;
  for (const cause of causesOf(before, plan, judgement.verdict))
    count((rates.causes[cause] ??= noTally()), judgement);
}

/** The changes that would have been called the same by themselves. */
function causesOf(before: Life, plan: readonly EverydayChange[], verdict: string): string[] {
  const alone = plan.filter((change) => before.run([change], { keep: false }).verdict === verdict);
  const names = [...new Set(alone.map(({ name }) => name))];
  return names.length > 0 ? names : ['several together, or the days before'];
}

function attackOn(owner: Life, attack: Attack, tally: AttackTally): void {
  const life = owner.fork();
  const intruder = new Intruder();
  const { files } = life;
  const runs = attack.pace === 'fast' ? 1 : slowRuns;
  let found = false;
  for (let run = 1; run <= runs && !found; run++) {
    const judgement = life.run(life.plan(attack.name), {
      alsoThis: { name: attack.name, apply: (day) => attack.strike(intruder, day) },
      keep: true,
    });
    found = judgement.verdict === 'suspected';
    if (found) tally.foundInRun[run] = (tally.foundInRun[run] ?? 0) + 1;
    if (found || run === runs) count(tally, judgement);
  }
  tally.lost += intruder.lost;
  // What came on the day itself may go with the rest.
  tally.files += Math.max(files, intruder.lost);
}
