import { lstatSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath } from '../model/entry.ts';
import { fromText } from '../source/byte-path.ts';
import { whyUnreadable } from '../source/read-directory.ts';

/**
 * Absolute paths, each once, none below another: what lies below another is in it already. Links on the way are
 * followed, the last part is not.
 * @throws path-impossible
 */
export function backupRoots(paths: readonly string[]): readonly BytePath[] {
  if (paths.length === 0) throw new HoldfastError('usage', { reason: 'Say what to back up' });
  const sorted = [...new Set(realPaths(paths))].toSorted();
  return sorted.filter((root) => !sorted.some((other) => other !== root && isBelow(root, other)));
}

/** Absolute, without links on the way. @throws path-impossible */
export function realPaths(paths: readonly string[]): readonly BytePath[] {
  return paths.map((path) => {
    const absolute = resolve(path);
    try {
      const stat = lstatSync(absolute);
      return fromText(stat.isSymbolicLink() ? absolute : realpathSync(absolute));
    } catch (error) {
      throw new HoldfastError('path-impossible', { path, reason: whyUnreadable(error) }, { cause: error });
    }
  });
}

const isBelow = (path: BytePath, above: BytePath): boolean =>
  path.startsWith(above.endsWith('/') ? above : `${above}/`);
