import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('build_nasty_tree.py', import.meta.url));

/** Builds the tree in `folder`, which must not exist; returns how many entries, and what this machine cannot make. */
export function buildNastyTree(
  folder: string,
  options: { readonly entries?: number } = {},
): { readonly made: number; readonly leftOut: readonly string[] } {
  const size = options.entries === undefined ? [] : ['--entries', String(options.entries)];
  const child = spawnSync('python3', [program, folder, ...size], { encoding: 'utf8' });
  if (child.error) throw child.error;
  if (child.status !== 0) throw new Error(`build_nasty_tree.py broke: ${child.stderr}`);
  return JSON.parse(child.stdout) as { made: number; leftOut: string[] };
}
