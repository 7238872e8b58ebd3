import { lstatSync } from 'node:fs';
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
    const reason = `it lies below ${toText(root ?? '')}, but ${obstacle}; back it up by a run of its own`;
    return [{ path: toText(path), reason }];
  });
}

function findObstacle(
  root: BytePath,
  path: BytePath,
  rules: ExclusionRules,
  never: ReadonlySet<BytePath>,
): string | undefined {
  const patterns = new PatternExclusion(root, rules.patterns);
  let at = root;
  let device = deviceOf(at);
  for (const name of path.slice(joinPath(root, '').length).split('/')) {
    const { names, stats } = readDirectory(at, rules, patterns, never);
    const index = names.indexOf(name);
    const stat = stats[index];
    if (stat === undefined) return 'an exclusion leaves it out';
    at = joinPath(at, name);
    if (rules.oneFileSystem && kindOf(Number(stat.mode)) === 'directory' && stat.dev !== device)
      return `${at === path ? 'is' : 'lies'} on another file system`;
    device = stat.dev;
  }
  return undefined;
}

const deviceOf = (path: BytePath): bigint | undefined =>
  lstatSync(toFsPath(path), { bigint: true, throwIfNoEntry: false })?.dev;
