import { lstatSync } from 'node:fs';
import { because } from '../model/reasons.ts';
import type { BytePath } from '../model/entry.ts';
import type { SkippedPath } from '../model/snapshot.ts';
import { joinPath, kindOf, toFsPath, toText } from '../source/byte-path.ts';
import { PatternExclusion, type ExclusionRules } from '../source/exclusion.ts';
import { readDirectory } from '../source/read-directory.ts';

/**
 * Paths that were asked for by name, lie below another one and so are no root of their own, and that the rules keep the
 * walk of that other one from reaching: `/ /home` with one file system, where /home is another.
 * @param asked as `realPaths` gives them
 * @param roots as `backupRoots` gives them
 */
export function leftOutPaths(
  asked: readonly BytePath[],
  roots: readonly BytePath[],
  rules: ExclusionRules,
  never: readonly BytePath[],
): readonly SkippedPath[] {
  return [...new Set(asked)].flatMap((path) => {
    const root = roots.find((one) => one === path) ?? roots.find((one) => path.startsWith(joinPath(one, '')));
    const obstacle =
      root === undefined || root === path ? undefined : findObstacle(root, path, rules, new Set(never));
    if (obstacle === undefined) return [];
    return [{ path: toText(path), reason: because(obstacle, { name: toText(root ?? '') }) }];
  });
}

function findObstacle(
  root: BytePath,
  path: BytePath,
  rules: ExclusionRules,
  never: ReadonlySet<BytePath>,
): 'reason-below-excluded' | 'reason-below-other-disk' | 'reason-below-beyond-disk' | undefined {
  const patterns = new PatternExclusion(root, rules.patterns);
  let at = root;
  let device = deviceOf(at);
  for (const name of path.slice(joinPath(root, '').length).split('/')) {
    const { names, stats } = readDirectory(at, rules, patterns, never);
    const index = names.indexOf(name);
    const stat = stats[index];
    if (stat === undefined) return 'reason-below-excluded';
    at = joinPath(at, name);
    if (rules.oneFileSystem && kindOf(Number(stat.mode)) === 'directory' && stat.dev !== device)
      return at === path ? 'reason-below-other-disk' : 'reason-below-beyond-disk';
    device = stat.dev;
  }
  return undefined;
}

const deviceOf = (path: BytePath): bigint | undefined =>
  lstatSync(toFsPath(path), { bigint: true, throwIfNoEntry: false })?.dev;
