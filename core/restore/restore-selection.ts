import type { BytePath, Entry } from '../model/entry.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { fromExactText } from '../source/exact-text.ts';
import { findPath, joinParts, pathParts, rootEntry, startsWithParts } from './snapshot-paths.ts';
import type { TreeReader } from './tree-reader.ts';

/** Something to restore, and where it goes. */
export type Selected = {
  /** Its path in the snapshot, for people. */
  readonly path: string;
  readonly entry: Entry;
  /** Directories below the destination that lead to it. */
  readonly under: readonly BytePath[];
  /** Path of something inside it, for people, that is left out: it goes elsewhere. */
  readonly without?: string;
};

/**
 * What to restore and where it goes below the destination. One root, or one path: under its own name. Several: under
 * their own names while these differ, under their full paths where two are the same; several roots always under their
 * full paths. What lies inside another chosen path is not chosen twice.
 * @throws path-not-in-snapshot
 */
export async function selectForRestore(
  body: SnapshotBody,
  paths: readonly string[],
  reader: TreeReader,
): Promise<readonly Selected[]> {
  const chosen: { readonly path: string; readonly entry: Entry }[] = [];
  if (paths.length === 0)
    for (const root of body.roots) chosen.push({ path: root.path, entry: await rootEntry(root, reader) });
  else for (const path of paths) chosen.push(await findPath(body, path, reader));
  const outer = withoutNested(chosen, body.platform);
  const names = new Set(outer.map(({ entry }) => entry.name));
  const byName = outer.length === 1 || (paths.length > 0 && names.size === outer.length);
  return outer.map(({ path, entry }) => ({
    path,
    entry,
    under: byName ? [] : pathParts(path, body.platform).slice(0, -1).map(asName),
  }));
}

function withoutNested<T extends { readonly path: string }>(
  chosen: readonly T[],
  platform: string,
): readonly T[] {
  const distinct = new Map(chosen.map((one) => [joinParts(pathParts(one.path, platform), platform), one]));
  const parts = [...distinct.keys()].map((path) => pathParts(path, platform));
  return [...distinct.values()].filter((_, index) => {
    const own = parts[index] ?? [];
    return !parts.some((other, place) => place !== index && startsWithParts(own, other));
  });
}

/** "C:" cannot be the name of a directory on Windows. */
export function asName(part: string): BytePath {
  return fromExactText(part.replace(/:$/, '') || '_');
}
