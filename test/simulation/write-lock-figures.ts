import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { concurrently } from '../../core/system/concurrently.ts';
import { plantedFaults } from './planted-faults.ts';
import { limits, schemeTable, table } from './scheme-figures.ts';
import type { SimulationResult } from './simulation.ts';

/*
 * npm run simulate [-- --seeds 20 --years 3]: the schemes, all seeds and all planted faults, and their figures in docs/locks.md. Exit
 * code 1, and no figures of the simulation, where a seed finds something or a fault is not found. --schemes: these only.
 * --answers FOLDER: keeps what each seed answered there and does not run again what is there already.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    years: { type: 'string', default: '3' },
    schemes: { type: 'boolean', default: false },
    answers: { type: 'string' },
  },
});
const page = fileURLToPath(new URL('../../docs/locks.md', import.meta.url));
const script = fileURLToPath(new URL('./run.ts', import.meta.url));

type Answer = SimulationResult & {
  readonly violated?: string;
  readonly words?: string;
  readonly seconds: number;
};

async function run(args: readonly string[]): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as Answer);
      } catch {
        reject(new Error(`${args.join(' ')}: ${error?.code} ${error?.signal} ${stdout}${stderr}`));
      }
    });
  });
}

// Calculated, so nothing can be found: written in any case.
replaceIn('schemes', [
  measured(
    `The limits that a test holds us to: ${limits.renewalsAYear / 1e6} M renewals a year, ${limits.overlockedGB} GB locked beyond P.`,
  ),
  schemeTable(),
]);
if (values.schemes) process.exit(0);

const atATime = Math.min(2, availableParallelism());
const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const answers = new Map<number, Answer>();
const failures: string[] = [];
await concurrently(seeds, atATime, async (seed) => {
  const kept = values.answers && join(values.answers, `${seed}.json`);
  const answer =
    kept && existsSync(kept)
      ? (JSON.parse(readFileSync(kept, 'utf8')) as Answer)
      : await run(['--seed', String(seed), '--years', values.years]);
  if (kept && !answer.violated) writeFileSync(kept, JSON.stringify(answer));
  answers.set(seed, answer);
  if (answer.violated) failures.push(`seed ${seed}: ${answer.words}`);
  process.stdout.write(`seed ${seed}: ${answer.violated ?? `${answer.seconds} s`}\n`);
});
const found = new Map<string, string>();
await concurrently(plantedFaults, atATime, async ({ name, finds }) => {
  const { violated } = await run(['--fault', name]);
  found.set(name, violated ?? 'nothing');
  if (violated !== finds) failures.push(`${name}: ${violated ?? 'not found'}`);
  process.stdout.write(`${name}: ${violated ?? 'NOT FOUND'}\n`);
});
const seconds = Math.round([...answers.values()].reduce((sum, answer) => sum + answer.seconds, 0));
if (failures.length > 0) {
  process.stdout.write(`${failures.join('\n')}\n`);
  process.exit(1);
}
replaceIn('simulation', [
  measured(
    `${seeds.length} seeds of ${values.years} years and ${plantedFaults.length} planted faults; the seeds took ${seconds} s in all, ${atATime} at a time.`,
  ),
  seedTable(seeds.map((seed) => answers.get(seed)!)),
  table(
    ['planted fault', 'what the simulation said first'],
    plantedFaults.map(({ name }) => [name.replaceAll('-', ' '), found.get(name)!]),
  ),
]);

function seedTable(results: readonly Answer[]): string {
  return table(
    [
      'seed',
      'P, days',
      'space',
      'listings tell locks',
      'backups',
      'snapshots (fakes)',
      'killed',
      'calls',
      'renewals',
      'packs needed',
      'needed no more, locked',
      'hidden, deleted',
      'least margin',
    ],
    results.map((one) => [
      String(one.seed),
      String(one.protectDays),
      one.space,
      one.listsLocks ? 'yes' : 'no',
      String(one.backups),
      `${one.snapshots} (${one.fakes})`,
      String(one.killed),
      Object.values(one.calls)
        .reduce((sum, calls) => sum + calls, 0)
        .toLocaleString('en'),
      one.renewed.toLocaleString('en'),
      one.livePacks.toFixed(0),
      one.deadPacks.toFixed(0),
      String(one.hidden + one.deleted),
      `${one.leastMargin.toFixed(2)} P`,
    ]),
  );
}

function measured(what: string): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  const today = new Date().toISOString().slice(0, 10);
  return `${today}, ${cpus().length} cores of ${model}, ${memory} GiB, Node ${process.version}. ${what}`;
}

function replaceIn(section: string, parts: readonly string[]): void {
  const begin = `<!-- ${section}: begin -->`;
  const end = `<!-- ${section}: end -->`;
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/locks.md has no section ${section}`);
  writeFileSync(page, `${before}${begin}\n\n${parts.join('\n\n')}\n\n${end}${after}`);
}
