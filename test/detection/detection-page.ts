import { attacks } from './attacks/attacks.ts';
import { everydayChanges } from './everyday/everyday-changes.ts';
import type { AttackTally, Rates, Tally } from './rates.ts';
import { foundWithin, targets } from './targets.ts';

/** The tables of docs/detection.md, in Markdown. */
export function attackTable(rates: Rates, pace: 'fast' | 'slow', promised: boolean): string {
  const rows = attacks
    .filter((attack) => attack.pace === pace && attack.promised === promised)
    .map(({ name }) => {
      const [without, after] = [rates.withoutHistory[name]!, rates.withHistory[name]!];
      return pace === 'fast'
        ? [name, String(without.runs), found(without, 1), found(after, 1), unusual(without), unusual(after), lost(after), signalsOf(after)]
        : [name, String(without.runs), found(without, targets.slowWithinRuns), found(after, targets.slowWithinRuns), days(without), days(after), lost(after), signalsOf(after)]; // prettier-ignore
    });
  const heads =
    pace === 'fast'
      ? ['found in the first run', 'after a month', 'only "unusual"', 'after a month']
      : [`found within ${targets.slowWithinRuns} runs`, 'after a month', 'runs until found', 'after a month'];
  return table(['attack', 'runs', ...heads, 'files taken by then', 'signals'], rows, 2, 6);
}

export function ordinaryTable(rates: Rates): string {
  const row = (name: string, tally: Tally): string[] => [
    name,
    count(tally.runs),
    count(tally.suspected),
    tally.suspected === 0 ? 'none' : `1 in ${Math.floor(tally.runs / tally.suspected)}`,
    count(tally.unusual),
    percent(tally.unusual, tally.runs),
    signalsOf(tally),
  ];
  return table(
    ['whose runs', 'ordinary runs', 'false alarms', 'that is', 'unusual', 'that is', 'signals of both'],
    [
      row('**all**', rates.ordinary),
      ...Object.entries(rates.profiles)
        .toSorted(([one], [two]) => (one < two ? -1 : 1))
        .map(([name, tally]) => row(name, tally)),
    ],
    1,
    6,
  );
}

export function causeTable(rates: Rates): string {
  const rows = Object.entries(rates.causes)
    .sort(([, one], [, two]) => two.suspected - one.suspected || two.unusual - one.unusual)
    .map(([name, tally]) => [name, count(tally.suspected), count(tally.unusual), signalsOf(tally)]);
  return table(['change', 'false alarms', 'unusual', 'signals'], rows, 1, 3);
}

export function aloneTable(rates: Rates): string {
  const rows = everydayChanges
    .map(({ name }) => [name, rates.alone[name]] as const)
    .filter((pair): pair is readonly [string, Tally] => pair[1] !== undefined)
    .map(([name, tally]) => [
      name,
      count(tally.runs),
      percent(tally.suspected, tally.runs),
      percent(tally.unusual, tally.runs),
      signalsOf(tally),
    ]);
  return table(['everyday change', 'times', 'alarm', 'unusual', 'signals'], rows, 1, 4);
}

function found(tally: AttackTally, runs: number): string {
  return percent(foundWithin(tally, runs), tally.runs);
}

function unusual(tally: AttackTally): string {
  return percent(tally.unusual, tally.runs);
}

function lost(tally: AttackTally): string {
  return percent(tally.lost, tally.files);
}

/** Mean, and the longest. */
function days(tally: AttackTally): string {
  const all = Object.entries(tally.foundInRun).map(([run, times]) => [Number(run), times] as const);
  const times = all.reduce((sum, [, one]) => sum + one, 0);
  if (times === 0) return 'never';
  const mean = all.reduce((sum, [run, one]) => sum + run * one, 0) / times;
  return `${mean.toFixed(1)} (≤ ${Math.max(...all.map(([run]) => run))})`;
}

/** The most frequent ones, each with its share of the runs that said something. */
function signalsOf({ signals, suspected, unusual: odd }: Tally): string {
  return Object.entries(signals)
    .sort(([, one], [, two]) => two - one)
    .slice(0, 5)
    .map(([kind, times]) => `${kind} ${percent(times, suspected + odd)}`)
    .join(', ');
}

function count(number: number): string {
  return number.toLocaleString('en');
}

function percent(part: number, all: number): string {
  if (all === 0 || part === 0) return '0 %';
  const share = (part / all) * 100;
  // 99.6 % of 200 is not all of them.
  return `${part === all ? '100' : share >= 10 ? (Math.floor(share * 10) / 10).toFixed(1) : share.toFixed(share < 1 ? 2 : 1)} %`;
}

/** @param from the first column with figures @param to the column after the last one with figures */
function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  from: number,
  to: number,
): string {
  const lines = heads.map((_, column) => (column >= from - 1 && column < to && column > 0 ? '---:' : '---'));
  return [heads, lines, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
