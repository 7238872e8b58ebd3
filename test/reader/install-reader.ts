import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packages = ['python3', 'python3-cryptography', 'zstd'];

export type ReaderReady = { readonly python: string } | { readonly missing: string };

/** A Python that has what the reader needs; installs it from Debian where that is possible. */
export async function installReader(): Promise<ReaderReady> {
  const there = await findPython();
  if (there !== undefined) return { python: there };
  const what = `the reader needs ${packages.join(', ')}`;
  if (process.platform !== 'linux' || !(await works('test', ['-f', '/etc/debian_version'])))
    return { missing: `${what}, and this is not Debian` };
  if (process.getuid?.() !== 0) return { missing: `${what}, and only root can install them` };
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 64 << 20 };
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...packages], options);
  } catch (error) {
    return { missing: `${what}, and apt-get failed: ${(error as Error).message}` };
  }
  const python = await findPython();
  return python === undefined ? { missing: `${what}, and still does after apt-get` } : { python };
}

/** Debian's own first: its packages are for that one. */
async function findPython(): Promise<string | undefined> {
  if (!(await works('zstd', ['--version']))) return undefined;
  for (const python of ['/usr/bin/python3', 'python3']) {
    if (python.startsWith('/') && !(await exists(python))) continue;
    if (await works(python, ['-c', 'import cryptography.hazmat.primitives.ciphers.aead'])) return python;
  }
  return undefined;
}

const works = (program: string, args: readonly string[]): Promise<boolean> => succeeds(run(program, args));

const exists = (path: string): Promise<boolean> => succeeds(access(path));

const succeeds = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );
