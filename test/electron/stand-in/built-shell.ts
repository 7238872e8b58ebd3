import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
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

async function build(): Promise<string> {
  const folder = await ownFolder('shell-');
  await bundleNode(top, folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function ownFolder(prefix: string): Promise<string> {
  await mkdir(place, { recursive: true });
  return mkdtemp(join(place, prefix));
}
