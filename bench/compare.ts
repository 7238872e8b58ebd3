/**
 * npm run bench [-- --tree DIR] [--rounds N]: Holdfast against restic, on the same Ceph RGW and the same tree, taking
 * turns. Prints the table, writes docs/performance.md and docs/performance.json. Without --tree it copies folders
 * of this machine to a temporary place first. Needs root and Debian (Ceph), restic, python3 and about 10 GiB of disk.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCeph } from '../test/ceph/start-ceph.ts';
import {
  assembleLargeTree,
  measure,
  type LargeTree,
  type TreePart,
} from '../test/trees/assemble-large-tree.ts';
import { bucketBytes } from './bucket-bytes.ts';
import { compareRestored } from './compare-restored.ts';
import { steps, type Contestant, type Stage } from './contestant.ts';
import { holdfast } from './holdfast.ts';
import { machine } from './machine.ts';
import { difference, requestsIn } from './request-log.ts';
import { restic, resticVersion } from './restic.ts';
import type { Measurement } from './results.ts';
import { runMeasured } from './run-measured.ts';
import { markdownTable } from './table.ts';
import { writeReport } from './write-report.ts';

const { values } = parseArgs({
  options: { tree: { type: 'string' }, rounds: { type: 'string', default: '2' } },
});
const rounds = Number(values.rounds);
const work = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true }));

const tree = values.tree === undefined ? assembleLargeTree(join(work, 'tree')) : givenTree(values.tree);
say(`${tree.files} files, ${tree.bytes} bytes`);
// Read everything once: the first in line must not pay for the disk.
execFileSync('sh', ['-c', 'find "$0" -type f -print0 | xargs -0 cat > /dev/null', tree.path]);

const measurements: Measurement[] = [];
const comparisons: string[] = [];
for (let round = 1; round <= rounds; round++) {
  const { ceph, accessLog, stop } = await startCeph();
  // Who begins changes with the round, so that nobody always finds the warmer machine.
  const order = round % 2 === 1 ? [holdfast, restic] : [restic, holdfast];
  try {
    for (const prepare of order) {
      const folder = join(work, `round ${round} ${prepare.name}`);
      const stage: Stage = { ceph, tree: tree.path, folder, target: join(folder, 'restored') };
      mkdirSync(folder);
      const contestant = await prepare(stage);
      measurements.push(...(await measureAll(contestant, stage, round, accessLog)));
      comparisons.push(`${contestant.name}: ${compareRestored(tree.path, stage.target)}`);
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    await stop();
  }
}

const results = {
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  restic: await resticVersion(),
  tree: { parts: tree.parts.map(withoutHome), files: tree.files, bytes: tree.bytes },
  rounds,
  comparison: `Restored trees compared with the original (content, type, mode, owner, mtime, links): ${[...new Set(comparisons)].join('; ')}.`,
  measurements,
};
writeReport(results);
process.stdout.write(`${markdownTable(results)}\n`);

async function measureAll(
  contestant: Contestant,
  { ceph }: Stage,
  round: number,
  accessLog: string,
): Promise<readonly Measurement[]> {
  const found: Measurement[] = [];
  for (const step of steps) {
    const before = await requestsIn(accessLog);
    const usage = await runMeasured(contestant.commands[step]);
    const requests = difference(await requestsIn(accessLog), before);
    const { bytes, objects } = await bucketBytes(ceph, contestant.bucket);
    const { name: program } = contestant;
    found.push({ program, step, round, ...usage, requests, storedBytes: bytes, storedObjects: objects });
    say(
      `round ${round}, ${program}, ${step}: ${usage.seconds.toFixed(1)} s, ${(usage.peakBytes / 1e6).toFixed(0)} MB`,
    );
  }
  return found;
}

/** Whose machine it was is nobody's business. */
function withoutHome(part: TreePart): TreePart {
  return { ...part, from: part.from.replace(homedir(), '~') };
}

function givenTree(path: string): LargeTree {
  const size = measure(path);
  return { path, parts: [{ from: 'a given folder', ...size }], ...size };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
