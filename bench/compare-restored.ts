import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../test/compare/compare_trees.py', import.meta.url));

/** In words: "identical" or how many differences; the first ones go to standard error. */
export function compareRestored(tree: string, target: string): string {
  const whole = join(target, tree);
  const restored = existsSync(whole) ? whole : join(target, basename(tree));
  const child = spawnSync('python3', [program, tree, restored], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (child.status === 0) return 'identical';
  const lines = child.stdout.trimEnd().split('\n');
  process.stderr.write(`${lines.slice(0, 5).join('\n')}\n${child.stderr}`);
  if (child.status !== 1) return 'could not be compared';
  const { differences } = JSON.parse(lines.at(-1) ?? '{}') as { differences?: number };
  return `${differences ?? 'unknown'} differences`;
}
