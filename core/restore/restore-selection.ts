import type { BytePath, Entry } from '../model/entry.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { fromExactText } from '../source/exact-text.ts';
import { findPath, joinParts, pathParts, RememberedNames, rootEntry } from './snapshot-paths.ts';
import type { TreeReader } from './tree-reader.ts';

/** Something to restore, and where it goes. */
export type Selected = {
  /** Its path in the snapshot, for people. */
  readonly path: string;
  readonly entry: Entry;
  /** Directories below the destination that lead to it. */
  readonly under: readonly BytePath[];
  /** Path of something inside it that is left out, as it goes elsewhere: `path` and the names below it, joined by slashes. */
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
  else {
    const names = new RememberedNames(reader);
    for (const path of paths) chosen.push(await findPath(body, path, reader, names));
  }
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
  const keyOf = (parts: readonly string[]): string => joinParts(parts, platform);
  const distinct = new Map(chosen.map((one) => [keyOf(pathParts(one.path, platform)), one]));
  return [...distinct.values()].filter((one) => {
    const own = pathParts(one.path, platform);
    return !own.some((_, length) => distinct.has(keyOf(own.slice(0, length))));
  });
}

/** "C:" cannot be the name of a directory on Windows. */
export function asName(part: string): BytePath {
  return fromExactText(part.replace(/:$/, '') || '_');
}
