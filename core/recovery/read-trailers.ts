import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { NeededObject } from '../model/needed-object.ts';
import {
  openTrailer,
  trailerReadSize,
  trailerReadSizeNeeded,
  type OpenedTrailer,
} from '../repository/pack-reader.ts';
import type { Repository } from '../repository/repository.ts';
import { concurrently } from '../system/concurrently.ts';
import type { PlacesRequest } from './chunk-places.ts';
import type { ScratchPacks } from './scratch-packs.ts';
import { stopIfAborted } from './stop-if-aborted.ts';

const atATime = 16;

/** Learns what packs hold from their own ends. One that is missing or does not open is noted and left out. */
export async function readTrailers(
  { repository, signal, onProgress }: Pick<PlacesRequest, 'repository' | 'signal' | 'onProgress'>,
  packs: ScratchPacks,
  unread: readonly NeededObject[],
): Promise<void> {
  await concurrently(unread, atATime, async (pack) => {
    stopIfAborted(signal);
    const trailer = await unlessLost(() => readTrailer(repository, pack));
    if (trailer) packs.place([{ pack, kind: trailer.kind, contents: trailer.encodedContents }], 'trailer');
    else packs.lose(pack);
    onProgress?.({ known: packs.needed - packs.unreadCount, needed: packs.needed });
  });
}

async function readTrailer(
  { store, prefix, keys, repositoryId }: Repository,
  { name, versionId, size }: NeededObject,
): Promise<OpenedTrailer> {
  const version = { name: prefix + name, versionId };
  const end = (bytes: number): Promise<Uint8Array> =>
    store.get(version, { start: Math.max(0, size - bytes), end: size });
  let tail = await end(trailerReadSize);
  const needed = trailerReadSizeNeeded(tail);
  if (needed > tail.length && needed <= size) tail = await end(needed);
  return openTrailer(keys, repositoryId, undefined, tail, size);
}

async function unlessLost<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isHoldfastError(error, 'object-missing') || isHoldfastError(error, 'object-damaged'))
      return undefined;
    throw error;
  }
}
