import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { ListedVersion } from '../model/object.ts';
import { openIndex, type IndexRow } from '../repository/index-object.ts';
import { folder, packName, parseName } from '../repository/names.ts';
import { readObject } from '../repository/read-object.ts';
import type { Repository } from '../repository/repository.ts';
import { unlessForeign } from '../repository/unless-foreign.ts';
import type { PlacesRequest } from './chunk-places.ts';
import type { ScratchPacks } from './scratch-packs.ts';
import { stopIfAborted } from './stop-if-aborted.ts';

const atATime = 8;
/** A longer listing is a flood: the trailers tell the same. */
const maxPages = 100;
/** Ours are cut at 2 MiB of contents, which may pass it by those of one pack. */
const maxBytes = 32 * 2 ** 20;
/** Where there are fewer packs, so many index objects may be read all the same. */
const leastReads = 32;

/**
 * Learns what needed packs hold from index objects, oldest first: a forger's are newer than what was there before him. An index
 * object costs one request, as does the trailer of a pack, so no more of them are read than packs are unknown.
 * @param acceptAll also packs that no list names: a list part is lost
 */
export async function readIndexFor(
  { repository, signal, onProgress }: PlacesRequest,
  packs: ScratchPacks,
  acceptAll: boolean,
): Promise<void> {
  const objects = await listIndex(repository, signal);
  let left = Math.max(leastReads, packs.needed);
  for (let at = 0; at < objects.length && (packs.unreadCount > 0 || acceptAll) && left > 0; at += atATime) {
    stopIfAborted(signal);
    const some = objects.slice(at, at + Math.min(atATime, left));
    left -= some.length;
    for (const rows of await Promise.all(some.map((versions) => readRows(repository, versions)))) {
      if (acceptAll) packs.need(rows.map(packOf));
      packs.place(
        rows
          .map((row) => ({ pack: packOf(row), kind: row.kind, contents: row.contents }))
          .filter(({ pack }) => packs.isUnread(pack)),
        'index',
      );
    }
    onProgress?.({ known: packs.needed - packs.unreadCount, needed: packs.needed });
  }
}

const packOf = ({ pack, versionId, size }: IndexRow) => ({ name: packName('', pack), versionId, size });

/** Of each name the two oldest versions, oldest first; names by their oldest. */
async function listIndex(
  { store, prefix }: Repository,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly ListedVersion[])[]> {
  const names = new Map<string, readonly ListedVersion[]>();
  let pages = 0;
  for await (const page of store.listVersions(folder(prefix, 'index'))) {
    stopIfAborted(signal);
    for (const version of page) {
      if (version.kind !== 'object' || version.size > maxBytes) continue;
      if (parseName(prefix, version.name)?.kind !== 'index') continue;
      names.set(version.name, [version, ...(names.get(version.name) ?? []).slice(0, 1)]);
    }
    if (++pages === maxPages) break;
  }
  return [...names.values()].toSorted((a, b) => (a[0]?.uploadedAt ?? 0) - (b[0]?.uploadedAt ?? 0));
}

async function readRows(
  { store, prefix, keys, repositoryId }: Repository,
  versions: readonly ListedVersion[],
): Promise<readonly IndexRow[]> {
  for (const { name, versionId, size } of versions)
    try {
      const bytes = await readObject(store, prefix, { name: name.slice(prefix.length), versionId, size });
      return unlessForeign(() => openIndex(keys, repositoryId, bytes)) ?? [];
    } catch (error) {
      if (!isHoldfastError(error, 'object-missing') && !isHoldfastError(error, 'object-damaged')) throw error;
    }
  return [];
}
