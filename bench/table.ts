import { steps, type Contestant, type Step } from './contestant.ts';
import { sumOf } from './request-log.ts';
import type { Measurement, Results } from './results.ts';

type Row = readonly [label: string, holdfast: string, restic: string, ratio: string];

const figures: readonly {
  readonly label: string;
  readonly of: (measurement: Measurement) => number;
  readonly text: (value: number) => string;
}[] = [
  { label: 'wall, s', of: (each) => each.seconds, text: (value) => value.toFixed(1) },
  {
    label: 'CPU (user + system), s',
    of: (each) => each.user + each.system,
    text: (value) => value.toFixed(1),
  },
  { label: 'peak memory, MB', of: (each) => each.peakBytes / 1e6, text: (value) => value.toFixed(0) },
  { label: 'requests', of: (each) => sumOf(each.requests), text: (value) => value.toFixed(0) },
  {
    label: 'in the bucket afterwards, MB',
    of: (each) => each.storedBytes / 1e6,
    text: (value) => value.toFixed(0),
  },
];

/** The mean of all rounds, and how Holdfast compares: below 1 is less than restic. */
export function tableRows(results: Results): readonly Row[] {
  return steps.flatMap((step) =>
    figures.map(({ label, of, text }): Row => {
      const [ours, theirs] = (['holdfast', 'restic'] as const).map((program) =>
        mean(results, program, step, of),
      );
      const ratio = ours === undefined || !theirs ? '' : (ours / theirs).toFixed(2);
      return [`${step}: ${label}`, say(ours, text), say(theirs, text), ratio];
    }),
  );
}

const say = (value: number | undefined, text: (value: number) => string): string =>
  value === undefined ? '' : text(value);

function mean(
  results: Results,
  program: Contestant['name'],
  step: Step,
  of: (measurement: Measurement) => number,
): number | undefined {
  const values = results.measurements
    .filter((each) => each.program === program && each.step === step)
    .map(of);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function markdownTable(results: Results): string {
  const rows: readonly Row[] = [['', 'Holdfast', 'restic', 'ratio'], ...tableRows(results)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: Row): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  const rule = `| ${widths.map((width, column) => '-'.repeat(width - (column === 0 ? 0 : 1)) + (column === 0 ? '' : ':')).join(' | ')} |`;
  return [head, rule, ...body].join('\n');
}
