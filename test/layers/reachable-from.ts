import { posix } from 'node:path';
import type { SourceFile } from './find-violations.ts';
import { importsOf } from './imports-of.ts';

/**
 * Every file of ours that these reach by imports of any kind, and by which way: file → the one that imports it first. Types count
 * too, so that nobody has to tell them apart.
 */
export function reachableFrom(
  entries: readonly string[],
  files: readonly SourceFile[],
): ReadonlyMap<string, string> {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const reached = new Map(entries.map((entry) => [entry, '']));
  for (const path of reached.keys())
    for (const name of importsOf(texts.get(path) ?? '')) {
      if (!name.startsWith('.')) continue;
      const target = posix.join(posix.dirname(path), name);
      if (!reached.has(target)) reached.set(target, path);
    }
  return reached;
}
