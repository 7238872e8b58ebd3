import { Console } from 'node:console';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBackup } from '../core/backup/run-backup.ts';
import { openCatalog } from '../core/catalog/catalog.ts';
import { listSnapshots } from '../core/catalog/snapshots.ts';
import { masterToWords } from '../core/crypto/recovery-words.ts';
import { lockPolicy } from '../core/locks/lock-policy.ts';
import { flood, type FloodPlan } from '../headless/demo/flood.ts';
import { createRepository } from '../core/repository/create-repository.ts';
import { readObject } from '../core/repository/read-object.ts';
import { noExclusions } from '../core/source/exclusion.ts';
import { connectStore } from '../core/storage/connect-store.ts';
import { createProvisioner } from '../core/storage/provisioning.ts';
import { realWorld } from '../core/system/world.ts';
import { startPracticeVault } from '../practice/server/start-practice-vault.ts';
import { plantVersions } from '../practice/vault/plant-versions.ts';
import { section, type FloodFigures, type Step } from './flood-table.ts';

/**
 * `npm run bench:flood [versions] [of them among the snapshots]`: what recovery costs on a bucket that an intruder flooded.
 * Writes its table into docs/recovery.md.
 */
const versions = Number(process.argv[2] ?? 1_000_000);
const among = Number(process.argv[3] ?? versions / 10);
const snapshotsMade = 60;
const fakes = 200;
const sprinkled = 100;
const dayMs = 86_400_000;
const bucket = 'bench-flood';
const prefix = 'mine/';
const console = new Console(process.stdout, process.stderr);
const log = (line: string): void => console.log(line);

const program = fileURLToPath(new URL('../headless/holdfast.js', import.meta.url));
const measured = fileURLToPath(new URL('measured.py', import.meta.url));
const page = fileURLToPath(new URL('../docs/recovery.md', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'holdfast-flood-'));
const dir = join(folder, 'vault');
const source = join(folder, 'source');
const master = new Uint8Array(32).fill(9);

type Prepared = Omit<FloodPlan, 'among' | 'elsewhere' | 'fakes' | 'sprinkled' | 'random'> & {
  readonly environment: Readonly<Record<string, string>>;
};

async function moveClock(b2: string, advanceMs: number): Promise<void> {
  await fetch(`${b2}/.practice/clock`, {
    method: 'POST',
    headers: { 'x-practice-admin': '1' },
    body: JSON.stringify({ advanceMs }),
  });
}

/** Files that change every day for two months. */
async function prepare(): Promise<Prepared> {
  const vault = await startPracticeVault({ dir });
  const place = { kind: 'b2', endpoint: vault.b2, bucket } as const;
  const provisioner = createProvisioner(place, vault);
  await provisioner.ensureLockedBucket();
  const key = await provisioner.createKey('read', prefix, 'recovery');
  await provisioner.close();
  const store = await connectStore(place, vault, realWorld);
  const policy = lockPolicy(90);
  const { repository } = await createRepository({
    store,
    prefix,
    master,
    passphrase: undefined,
    policy,
    world: realWorld,
  });
  const catalog = openCatalog(join(folder, 'catalog'), repository.repositoryId);
  for (let day = 0; day < snapshotsMade; day++) {
    for (let file = 0; file < 20; file++) {
      const at = join(source, `folder ${(day + file) % 7}`);
      mkdirSync(at, { recursive: true });
      writeFileSync(join(at, `page ${file}.txt`), `day ${day}, page ${file}\n`.repeat(2_000));
      if (file < 2) writeFileSync(join(at, `noise ${day} ${file}`), realWorld.random(200_000));
    }
    await runBackup({
      repository,
      catalog,
      world: realWorld,
      workers: 1,
      request: {
        paths: [source],
        rules: noExclusions,
        never: [],
        policy,
        host: 'bench',
        user: 'bench',
        platform: 'linux',
        program: 'bench',
      },
    });
    await moveClock(vault.b2, dayMs);
  }
  catalog.close();
  const { snapshots } = await listSnapshots(repository, undefined);
  const bytesOf = new Map<string, Uint8Array>();
  for (const { id, version } of snapshots) bytesOf.set(id, await readObject(store, prefix, version));
  const ours: string[] = [];
  for await (const listed of store.listVersions(prefix)) ours.push(...listed.map(({ name }) => name));
  const { now: attackAt } = await store.providerClock();
  await moveClock(vault.b2, dayMs);
  await store.close();
  await vault.close();
  const environment = {
    HOLDFAST_WORDS: masterToWords(master).join(' '),
    HOLDFAST_KEY_ID: key.keyId,
    HOLDFAST_KEY: key.key,
    repositoryId: repository.repositoryId,
  };
  return { repository, snapshots, bytesOf, ours, attackAt, environment };
}

type Served = { readonly b2: string; readonly child: ChildProcess };

/** In a process of its own, so that its memory is not counted. */
async function serve(): Promise<Served> {
  const child = spawn(process.execPath, [program, 'practice', 'serve', '--dir', dir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString('utf8')));
    child.once('close', () => reject(new Error('the practice vault ended')));
  });
  return { b2: (JSON.parse(line) as { b2: string }).b2, child };
}

async function stop({ child }: Served): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await ended;
}

type Ran = { readonly json: Readonly<Record<string, unknown>>; readonly step: Step };

async function run(served: Served, prepared: Prepared, what: string, args: readonly string[]): Promise<Ran> {
  const { repositoryId, ...environment } = prepared.environment;
  const report = join(folder, 'usage.json');
  const place = ['--b2', served.b2, '--bucket', bucket, '--prefix', prefix, '--repository', repositoryId!];
  const line = [measured, report, process.execPath, program, 'recover', ...args, ...place, '--json'];
  const child = spawn('python3', line, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  const wrong: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => said.push(data));
  child.stderr.on('data', (data: Buffer) => wrong.push(data));
  await new Promise((resolve) => child.once('close', resolve));
  const usage = JSON.parse(readFileSync(report, 'utf8')) as {
    code: number;
    seconds: number;
    peakBytes: number;
  };
  const last = Buffer.concat(said).toString('utf8').trimEnd().split('\n').at(-1) ?? '';
  if (usage.code !== 0 && usage.code !== 3)
    throw new Error(`${args.join(' ')}: ${last} ${Buffer.concat(wrong).toString('utf8').slice(-2_000)}`);
  const json = JSON.parse(last) as Ran['json'];
  const requests = json['requests'] as Readonly<Record<string, number>>;
  const total = requests['total'] ?? Object.values(requests).reduce((sum, calls) => sum + calls, 0);
  const step = {
    what,
    requests:
      requests['firstAnswer'] !== undefined && args.includes('--quick') ? requests['firstAnswer'] : total,
    seconds: usage.seconds,
    peakBytes: usage.peakBytes,
    writes: Number(json['writes']),
  };
  log(
    `${what}: ${step.requests} requests, ${(step.peakBytes / 1e6).toFixed(0)} MB, ${step.seconds.toFixed(1)} s`,
  );
  return { json, step };
}

async function measure(prepared: Prepared, name: string): Promise<readonly Step[]> {
  const served = await serve();
  try {
    const first = await run(served, prepared, 'timeline, first answer', ['timeline', '--quick']);
    const all = await run(served, prepared, 'timeline, all that it looks at by itself', ['timeline']);
    for (const { json } of [first, all]) {
      const { snapshot } = json['proposal'] as { snapshot: string };
      if (snapshot !== prepared.snapshots.at(-1)!.id) throw new Error(`${snapshot} was proposed`);
    }
    const { snapshot } = all.json['proposal'] as { snapshot: string };
    const to = join(folder, `restored ${name}`);
    const restored = await run(served, prepared, 'restore of the proposed snapshot', [
      'restore',
      snapshot,
      '--to',
      to,
    ]);
    const whole = await run(served, prepared, 'timeline --full --more', ['timeline', '--full', '--more']);
    return [first.step, all.step, restored.step, whole.step];
  } finally {
    await stop(served);
  }
}

function write(figures: FloodFigures): void {
  const [begin, end] = ['<!-- flood: begin -->', '<!-- flood: end -->'];
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has lost the marks of the bench`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${section(figures)}\n\n${text.slice(to)}`);
}

try {
  const prepared = await prepare();
  log(`${prepared.snapshots.length} snapshots, ${prepared.ours.length} objects of ours`);
  const quiet = await measure(prepared, 'quiet');
  const plan = {
    ...prepared,
    among,
    elsewhere: versions - among,
    fakes,
    sprinkled,
    random: realWorld.random,
  };
  const started = performance.now();
  const planted = await plantVersions(dir, bucket, flood(plan));
  log(`${planted} versions planted in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  const flooded = await measure(prepared, 'flooded');
  const today = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}`;
  write({
    date: today,
    machine,
    snapshots: prepared.snapshots.length,
    ours: prepared.ours.length,
    planted,
    among,
    fakes,
    sprinkled,
    quiet,
    flooded,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
