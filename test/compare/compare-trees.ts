import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('compare_trees.py', import.meta.url));

export type Comparison = {
  readonly entries: number;
  readonly bytes: number;
  readonly differences: number;
  /** One line for each difference, 200 at most. */
  readonly lines: readonly string[];
};

/** Compares two trees by the Python program, which shares no code with Holdfast; throws where it cannot. */
export function compareTrees(a: string, b: string, ignore: readonly string[] = []): Comparison {
  const options = ignore.length > 0 ? ['--ignore', ignore.join(',')] : [];
  const child = spawnSync('python3', [program, a, b, ...options], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.error) throw child.error;
  const lines = child.stdout.trimEnd().split('\n');
  const last = lines.pop() ?? '';
  if (child.status === null || child.status > 1 || !last.startsWith('{'))
    throw new Error(`compare_trees.py ${a} ${b} broke: ${child.stderr}`);
  return { ...(JSON.parse(last) as Omit<Comparison, 'lines'>), lines };
}
