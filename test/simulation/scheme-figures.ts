import { packTargetBytes } from '../../core/backup/pack-size.ts';
import { lockPolicy } from '../../core/locks/lock-policy.ts';
import {
  fixedSlack,
  kopiaScheme,
  ownScheme,
  runScheme,
  scaleTrace,
  veeamScheme,
  type PackSize,
  type SchemeFigures,
} from './scale-trace.ts';

/** Issue 3, "Done when" 3. */
export const limits = { renewalsAYear: 320_000, overlockedGB: 75 } as const;

const liveBytes = 1e12;
const days = 3 * 365;
const policy = lockPolicy(30);
const seed = 1;
const mebibyte = 2 ** 20;

/** 1 TB, P = 30 d, 1 % a day, a backup a day, three years. */
export function ownFigures(packs: PackSize): SchemeFigures {
  return runScheme(
    scaleTrace({ liveBytes, churn: 0.01, days, packs, seed }),
    ownScheme(nameOf[packs], policy),
    seed,
  );
}

export const averageAYear = ({ renewalsOfYears }: SchemeFigures): number =>
  renewalsOfYears.reduce((sum, renewals) => sum + renewals, 0) / renewalsOfYears.length;

const nameOf: Readonly<Record<PackSize, string>> = {
  'of a terabyte': `**Holdfast**: packs of ${Math.round(packTargetBytes(liveBytes) / mebibyte)} MiB and more, as for a terabyte`,
  '64 MiB': 'Holdfast, all packs of 64 MiB',
  'growing in a run': 'Holdfast, if packs grew during a first backup of a terabyte',
  'one size a run': 'Holdfast, the first terabyte in one run: its packs are 16 MiB',
};

/** Markdown: this program's scheme and others on the same data. */
export function schemeTable(): string {
  const trace = scaleTrace({ liveBytes, churn: 0.01, days, packs: 'of a terabyte', seed });
  const figures = [
    ownFigures('of a terabyte'),
    ownFigures('64 MiB'),
    ownFigures('growing in a run'),
    ownFigures('one size a run'),
    ...[
      fixedSlack(10, policy),
      fixedSlack(30, policy),
      fixedSlack(60, policy),
      ownScheme('the same rules, one object per chunk (1 MiB)', policy, ({ bytes }) => bytes / mebibyte),
      kopiaScheme(policy, 21e6),
      veeamScheme(10, policy, 0.5e6),
      veeamScheme(30, policy, 0.5e6),
    ].map((scheme) => runScheme(trace, scheme, seed)),
  ];
  const rows = figures.map((one) => [
    one.name,
    inThousands(one.objects),
    ...one.renewalsOfYears.map(inThousands),
    inThousands(averageAYear(one)),
    one.overshootDays.toFixed(1),
    one.overlockedGB.toFixed(0),
    one.waitingGB.toFixed(0),
    `$${((averageAYear(one) * 5) / 1e6).toFixed(0)}`,
  ]);
  return table(
    [
      'scheme',
      'objects',
      'renewals, year 1',
      'year 2',
      'year 3',
      'average a year',
      'days locked beyond P',
      'GB locked beyond P',
      'GB waiting for hiding and rule',
      'calls a year on S3',
    ],
    rows,
  );
}

const inThousands = (count: number): string => `${Math.round(count / 1000).toLocaleString('en')} k`;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}
