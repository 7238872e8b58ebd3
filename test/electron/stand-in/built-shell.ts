import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleNode } from '../../../build/bundle-node.ts';

export const top = join(import.meta.dirname, '..', '..', '..');

/** Below the repository, so that packages are found. */
const place = join(top, 'out', 'stand-in');

/** The shell as it is shipped, built from the sources as they are now; once in a process. */
let built: Promise<string> | null = null;

export function builtShell(): Promise<string> {
  built ??= build();
  return built;
}

const staleMs = 3 * 3_600_000;

async function build(): Promise<string> {
  await removeStale();
  const folder = await ownFolder('shell-');
  await bundleNode(top, folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Left by runs that were killed. */
async function removeStale(): Promise<void> {
  for (const name of await readdir(place).catch(() => [])) {
    const folder = join(place, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > staleMs) await rm(folder, { recursive: true, force: true });
  }
}

export async function ownFolder(prefix: string): Promise<string> {
  await mkdir(place, { recursive: true });
  return mkdtemp(join(place, prefix));
}
