import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { fromText, joinPath } from '../source/byte-path.ts';
import { asName, type Selected } from './restore-selection.ts';
import { findPath, joinParts, pathParts, startsWithParts } from './snapshot-paths.ts';
import type { TreeReader } from './tree-reader.ts';

/** What lay below `from` on the old computer comes below `to`. Absolute paths. */
export type HomeMap = { readonly from: string; readonly to: string };

/** Everything goes below the destination under its full path, with the old home's path replaced by the new one's. */
export async function mapHome(
  selected: readonly Selected[],
  body: SnapshotBody,
  map: HomeMap,
  reader: TreeReader,
): Promise<readonly Selected[]> {
  const from = pathParts(map.from, body.platform);
  const mapped: Selected[] = [];
  for (const one of selected) {
    const parts = pathParts(one.path, body.platform);
    if (startsWithParts(parts, from)) mapped.push(inNewHome(one, parts.slice(from.length), map));
    else if (startsWithParts(from, parts)) mapped.push(...(await splitHome(one, parts, from)));
    else mapped.push({ ...one, under: leading(parts) });
  }
  return mapped;

  /** The old home lies inside something larger. */
  async function splitHome(
    one: Selected,
    parts: readonly string[],
    old: readonly string[],
  ): Promise<readonly Selected[]> {
    const path = joinParts(old, body.platform);
    const without = old.slice(parts.length).reduce(joinPath, one.path);
    const rest: Selected = { ...one, under: leading(parts), without };
    try {
      const home = inNewHome({ ...(await findPath(body, path, reader)), under: [] }, [], map);
      // "/" is kept as a folder named "root".
      return [rest, parts.length > 0 ? home : { ...home, under: [one.entry.name, ...home.under] }];
    } catch (error) {
      if (isHoldfastError(error, 'path-not-in-snapshot')) return [rest];
      throw error;
    }
  }
}

const leading = (parts: readonly string[]): Selected['under'] => parts.slice(0, -1).map(asName);

/** @param rest path of it below the old home */
function inNewHome(one: Selected, rest: readonly string[], { to }: HomeMap): Selected {
  const home = pathParts(to, process.platform);
  if (rest.length > 0) return { ...one, under: [...home, ...rest.slice(0, -1)].map(asName) };
  const name = fromText(home.at(-1) ?? one.entry.name);
  return { ...one, entry: { ...one.entry, name }, under: leading(home) };
}
