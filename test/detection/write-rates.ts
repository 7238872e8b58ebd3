import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { attacks } from './attacks/attacks.ts';
import { aloneTable, attackTable, causeTable, ordinaryTable } from './detection-page.ts';
import type { Part } from './measure-worker.ts';
import { noRates, sum, type Rates } from './rates.ts';
import { missedTargets, targets } from './targets.ts';

/*
 * npm run detection [-- --people 200 --runs 30]: every attack on every person, and the tables of docs/detection.md. Exit code 1,
 * and nothing written, where a target is missed; --anyway writes all the same.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '200' },
    runs: { type: 'string', default: '30' },
    first: { type: 'string', default: '1001' },
    contents: { type: 'string', default: '8' },
    workers: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    anyway: { type: 'boolean', default: false },
  },
});
const page = fileURLToPath(new URL('../../docs/detection.md', import.meta.url));
const people = Number(values.people);
const workers = Math.min(Number(values.workers), people);

const began = performance.now();
let rates = noRates();
await Promise.all(Array.from({ length: workers }, (_, worker) => inWorker(worker)));
const seconds = Math.round((performance.now() - began) / 1_000);

const missed = missedTargets(rates, attacks);
process.stdout.write(missed.length > 0 ? `missed:\n${missed.join('\n')}\n` : 'all targets met\n');
if (missed.length === 0 || values.anyway) writeTables();
process.exitCode = missed.length === 0 ? 0 : 1;

/** Every so-many-th person, so that all workers meet all kinds of people. */
async function inWorker(number: number): Promise<void> {
  const seeds = Array.from({ length: people }, (_, index) => Number(values.first) + index).filter(
    (seed) => seed % workers === number,
  );
  const workerData: Part = {
    seeds,
    contentsPerKind: Number(values.contents),
    ordinaryRuns: Number(values.runs),
  };
  await new Promise<void>((resolve, reject) => {
    // What a run makes is garbage by its end: room for it spares the collector half of its work.
    const resourceLimits = { maxYoungGenerationSizeMb: 192 };
    const worker = new Worker(new URL('./measure-worker.ts', import.meta.url), {
      workerData,
      resourceLimits,
    });
    worker.on('message', (found: Rates) => {
      rates = sum(rates, found);
      if (rates.lives % 10 === 0) process.stdout.write(`${rates.lives} of ${people} people\n`);
    });
    worker.once('error', reject);
    worker.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`)),
    );
  });
}

function writeTables(): void {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const machine = `${cpus().length} cores of ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const today = new Date().toISOString().slice(0, 10);
  const about = `${today}, ${machine}, ${seconds} s. ${rates.lives} people with ${Math.round(rates.files / rates.lives)} files each on average, ${values.runs} ordinary runs of each.`;
  replaceIn('found', [
    about,
    `Fast attacks: target ${targets.fastFound * 100} % in the first run.`,
    attackTable(rates, 'fast', true),
    `Slow attacks: target ${targets.fastFound * 100} % within ${targets.slowWithinRuns} runs.`,
    attackTable(rates, 'slow', true),
  ]);
  replaceIn('evasions', [attackTable(rates, 'fast', false), attackTable(rates, 'slow', false)]);
  replaceIn('ordinary', [
    `Target: at most one false alarm in ${targets.ordinaryRunsPerFalseAlarm} runs.`,
    ordinaryTable(rates),
    'What it was: the changes of that day that would have been called the same by themselves.',
    causeTable(rates),
  ]);
  replaceIn('alone', [aloneTable(rates)]);
}

function replaceIn(section: string, parts: readonly string[]): void {
  const begin = `<!-- ${section}: begin -->`;
  const end = `<!-- ${section}: end -->`;
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined)
    throw new Error(`docs/detection.md has no section ${section}`);
  writeFileSync(page, `${before}${begin}\n\n${parts.join('\n\n')}\n\n${end}${after}`);
}
