import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installCeph } from './install-ceph.ts';

/** A running Ceph RGW. The user may do everything, deleting and bypassing included; the second one owns nothing. */
export type Ceph = {
  readonly endpoint: string;
  readonly region: 'us-east-1';
  readonly keyId: 'AK';
  readonly key: 'SK';
  readonly second: { readonly uid: 'second'; readonly keyId: 'AK2'; readonly key: 'SK2' };
};

export type CephOrReason = { readonly ceph: Ceph } | { readonly ceph: undefined; readonly reason: string };

const script = fileURLToPath(new URL('ceph-rgw.sh', import.meta.url));
const run = promisify(execFile);

/** Set by global-setup.ts: the folder in which all test files of one run find the same Ceph. */
export const runFolderVariable = 'HOLDFAST_CEPH_RUN';

/**
 * The Ceph of this test run: the first who asks starts it (about 12 s), the others wait for it. On a machine where it
 * cannot run, the reason why; with CI=true that is an error, so that nobody is fooled by a green run.
 */
export async function useCeph(): Promise<CephOrReason> {
  const folder = process.env[runFolderVariable];
  if (folder === undefined)
    throw new Error(`${runFolderVariable} is not set: vitest runs test/ceph/global-setup.ts`);
  const answer = join(folder, 'answer.json');
  if (await isFirst(folder)) {
    const owner = Number(await readFile(join(folder, 'owner'), 'utf8'));
    const found = await tryToStart(join(folder, 'ceph'), owner);
    await writeFile(`${answer}.part`, JSON.stringify(found));
    await rename(`${answer}.part`, answer);
  }
  const found = await waitFor(answer);
  if (found.ceph === undefined && process.env['CI'] === 'true')
    throw new Error(`Ceph RGW is required with CI=true: ${found.reason}`);
  return found;
}

/** A Ceph of one's own, for a bench or a script; `stop` ends it, and so does the end of this process. */
export async function startCeph(): Promise<{
  readonly ceph: Ceph;
  /** One line for each request, among others. */
  readonly accessLog: string;
  readonly stop: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ceph-'));
  const found = await tryToStart(join(folder, 'ceph'), process.pid);
  const stop = async (): Promise<void> => {
    await stopCeph(join(folder, 'ceph'));
    await rm(folder, { recursive: true, force: true });
  };
  const accessLog = join(folder, 'ceph', 'log', 'client.rgw.a.log');
  if (found.ceph !== undefined) return { ceph: found.ceph, accessLog, stop };
  await stop();
  throw new Error(found.reason);
}

export async function stopCeph(folder: string): Promise<void> {
  await run('bash', [script, 'down', folder]);
}

async function tryToStart(folder: string, watchedPid: number): Promise<CephOrReason> {
  const missing = await installCeph();
  if (missing !== undefined) return { ceph: undefined, reason: missing };
  try {
    const [port, mon, monV1] = await freePorts(3);
    await run('bash', [script, 'up', folder, `${port}`, `${mon}`, `${monV1}`, `${watchedPid}`], {
      timeout: 300_000,
    });
    return {
      ceph: {
        endpoint: `http://127.0.0.1:${port}`,
        region: 'us-east-1',
        keyId: 'AK',
        key: 'SK',
        second: { uid: 'second', keyId: 'AK2', key: 'SK2' },
      },
    };
  } catch (error) {
    await stopCeph(folder);
    return { ceph: undefined, reason: `Ceph RGW did not start: ${(error as Error).message}` };
  }
}

async function isFirst(folder: string): Promise<boolean> {
  try {
    await mkdir(join(folder, 'first'));
    return true;
  } catch {
    return false;
  }
}

async function waitFor(answer: string): Promise<CephOrReason> {
  for (;;) {
    const isThere = await access(answer).then(
      () => true,
      () => false,
    );
    if (isThere) return JSON.parse(await readFile(answer, 'utf8')) as CephOrReason;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Below those that the system gives out by itself: seconds go by until Ceph takes them, and other tests open servers meanwhile. */
async function freePorts(count: number): Promise<readonly number[]> {
  const free = new Set<number>();
  while (free.size < count) {
    const port = randomInt(20_000, 32_000);
    if (await isFree(port)) free.add(port);
  }
  return [...free];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((done) => server.close(done));
  return listens;
}
