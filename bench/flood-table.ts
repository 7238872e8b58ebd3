export type Step = {
  readonly what: string;
  readonly requests: number;
  readonly seconds: number;
  readonly peakBytes: number;
  readonly writes: number;
};

export type FloodFigures = {
  readonly date: string;
  readonly machine: string;
  readonly snapshots: number;
  readonly ours: number;
  readonly planted: number;
  readonly among: number;
  readonly fakes: number;
  readonly sprinkled: number;
  /** The same steps before and after the flood. */
  readonly quiet: readonly Step[];
  readonly flooded: readonly Step[];
};

const count = (value: number): string => value.toLocaleString('en-US');

/** What docs/recovery.md says between its marks. */
export function section(figures: FloodFigures): string {
  const { date, machine, snapshots, ours, planted, among, fakes, sprinkled, quiet, flooded } = figures;
  const rows = quiet.map((before, at) => {
    const after = flooded[at]!;
    const cells = [
      before.what,
      ...[before, after].flatMap((step) => [
        count(step.requests),
        (step.peakBytes / 1e6).toFixed(0),
        step.seconds.toFixed(1),
      ]),
      count(before.writes + after.writes),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `Measured on ${date} on the practice vault over B2: ${machine}. ${count(snapshots)} daily snapshots (${count(ours)} objects of ours); then ${count(planted)}`,
    `foreign versions and markers, ${count(among)} of them under \`snapshots/\`: everything of ours hidden and stored over, ${count(fakes)} fakes (most sealed with the real keys),`,
    `${count(sprinkled)} foreign names sprinkled among ours over the two months before.`,
    '',
    '| | requests | MB | s | requests, flooded | MB, flooded | s, flooded | writes |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}
