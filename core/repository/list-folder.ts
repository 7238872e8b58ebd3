import type { ListedVersion } from '../model/object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { folder, parseName, type ObjectKind } from './names.ts';
import { findAmong, type FoundObject } from './read-object.ts';

/** More objects than this in a folder that holds one or two of ours are a flood; the oldest count. */
const maxObjectsRead = 200;

/**
 * The objects of a small folder (repository, keys) whose bytes hash to their names, oldest first. Foreign names and
 * versions are passed over.
 */
export async function* listFolder(
  store: Pick<ObjectStore, 'get' | 'head' | 'listVersions'>,
  prefix: string,
  kind: ObjectKind,
  maxBytes: number,
): AsyncIterable<FoundObject> {
  const byName = new Map<string, ListedVersion[]>();
  for await (const page of store.listVersions(folder(prefix, kind)))
    for (const version of page) {
      if (version.kind !== 'object' || version.size > maxBytes) continue;
      if (parseName(prefix, version.name)?.kind !== kind) continue;
      const versions = byName.get(version.name);
      if (versions) versions.push(version);
      else byName.set(version.name, [version]);
    }
  // The listing gives the newest of a name first.
  for (const versions of byName.values()) versions.reverse();
  const names = [...byName.values()].sort((a, b) => a[0]!.uploadedAt - b[0]!.uploadedAt);
  for (const versions of names.slice(0, maxObjectsRead)) {
    const found = await findAmong(store, prefix, versions, undefined, maxBytes);
    if (found) yield found;
  }
}
