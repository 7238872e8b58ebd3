import { parseArgs } from 'node:util';
import { plantedFaults, type PlantedFault } from './planted-faults.ts';
import type { WrapStore } from './simulation.ts';
import { hookSources } from './source-hooks.ts';

/*
 * node test/simulation/run.ts --seed N [--years 3 | --days N]
 * node test/simulation/run.ts --fault NAME [--without]     --without: the same scenario without the fault
 * One line of JSON: the figures, or the invariant that was violated (exit code 1).
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    years: { type: 'string', default: '3' },
    days: { type: 'string' },
    fault: { type: 'string' },
    without: { type: 'boolean', default: false },
  },
});
const fault =
  values.fault === undefined ? undefined : plantedFaults.find(({ name }) => name === values.fault);
if (values.fault !== undefined && fault === undefined) throw new Error(`there is no fault ${values.fault}`);
const isPlanted = fault !== undefined && !values.without;
hookSources(isPlanted ? fault.patches : []);
const { simulate } = await import('./simulation.ts');
const { Violation } = await import('./violation.ts');
const { LatestStore, TruncatingStore, YesterdaysStore } = await import('./spoiled-stores.ts');
const wraps: Record<NonNullable<PlantedFault['spoiled']>, WrapStore> = {
  truncating: (store) => new TruncatingStore(store),
  latest: (store, { bucket }) => new LatestStore(store, bucket),
  yesterday: (store) => new YesterdaysStore(store),
};
const seed = fault?.seed ?? Number(values.seed);
const days = Number(values.days ?? fault?.days ?? Math.round(Number(values.years) * 365));
const began = performance.now();
try {
  const result = await simulate({
    seed,
    days,
    wrap: isPlanted && fault.spoiled ? wraps[fault.spoiled] : undefined,
    change: fault?.change,
  });
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`${JSON.stringify({ ...result, seconds: Math.round(seconds * 10) / 10 })}\n`);
} catch (error) {
  if (!(error instanceof Violation)) throw error;
  process.stdout.write(`${JSON.stringify({ seed, violated: error.invariant, words: error.message })}\n`);
  process.exitCode = 1;
}
