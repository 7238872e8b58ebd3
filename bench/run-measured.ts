import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('measured.py', import.meta.url));

export type Command = {
  readonly line: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** Seconds of wall and CPU, and the largest resident size of a process. */
export type Usage = {
  readonly seconds: number;
  readonly user: number;
  readonly system: number;
  readonly peakBytes: number;
};

/** Runs a command to its end. @throws Error with what it said, unless it ends with 0 */
export async function runMeasured({ line, environment }: Command): Promise<Usage> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    const report = join(folder, 'usage.json');
    const said = await run(['python3', program, report, ...line], environment);
    const { code, ...usage } = JSON.parse(await readFile(report, 'utf8')) as Usage & { code: number };
    if (code !== 0) throw new Error(`${line.join(' ')} ended with ${code}: ${said}`);
    return usage;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a command that is not measured, for example a set-up. */
export async function runUnmeasured({ line, environment }: Command): Promise<string> {
  return await run(line, environment);
}

async function run(line: readonly string[], environment: Command['environment']): Promise<string> {
  const [file = '', ...args] = line;
  const child = spawn(file, args, {
    env: { ...plainEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => said.push(data));
  child.stderr.on('data', (data: Buffer) => said.push(data));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const text = Buffer.concat(said).toString('utf8').slice(-4000);
  if (code !== 0) throw new Error(`${line.join(' ')} ended with ${code}: ${text}`);
  return text;
}

const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|HOLDFAST|RESTIC)_/.test(name)));
