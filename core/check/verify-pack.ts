import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import type { RepositoryKeys } from '../crypto/keys.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import { freeBuffer } from '../system/free-buffer.ts';
import type { PackContents } from '../repository/pack-contents.ts';
import { openPack, openSegment, openTrailer, type OpenedTrailer } from '../repository/pack-reader.ts';

export type PackVerdict = {
  /** undefined: every byte is as it was stored. */
  readonly damage: string | undefined;
  /** Chunks that cannot be read; undefined: none can be told from the others, so none counts. */
  readonly badChunks: readonly Uint8Array[] | undefined;
  readonly plainBytes: number;
};

/** Reads every byte of a pack: its name, its trailer and order, every segment, every chunk against its id. */
export function verifyPack(
  keys: RepositoryKeys,
  repositoryId: string,
  kind: 'data' | 'tree',
  sha256: string,
  pack: Uint8Array,
): PackVerdict {
  const hasName = sha256Hex(pack) === sha256;
  const damages: string[] = hasName ? [] : ['its contents do not match its name'];
  let trailer: OpenedTrailer;
  try {
    trailer = openTrailer(keys, repositoryId, kind, pack, pack.length);
  } catch (error) {
    if (!isHoldfastError(error, 'object-damaged')) throw error;
    return { damage: String(error.details.reason), badChunks: undefined, plainBytes: 0 };
  }
  try {
    openPack(keys, repositoryId, kind, pack);
  } catch (error) {
    if (!isHoldfastError(error)) throw error;
    damages.push(String(error.details.reason ?? error.code));
  }
  const { badChunks, plainBytes } = verifySegments(keys, repositoryId, kind, trailer.contents, pack);
  if (badChunks.length > 0)
    damages.push(`${badChunks.length} of ${trailer.contents.chunks.length} pieces in it cannot be read`);
  return { damage: damages[0] === undefined ? undefined : damages.join('; '), badChunks, plainBytes };
}

function verifySegments(
  keys: RepositoryKeys,
  repositoryId: string,
  kind: 'data' | 'tree',
  { segments, chunks }: PackContents,
  pack: Uint8Array,
): { readonly badChunks: readonly Uint8Array[]; readonly plainBytes: number } {
  const hasher = new ChunkIdHasher(keys.chunkId);
  const badChunks: Uint8Array[] = [];
  let plainBytes = 0;
  let next = 0;
  segments.forEach((segment, index) => {
    const sealed = pack.subarray(segment.offset, segment.offset + segment.sealedLength);
    const plain = openUnlessDamaged(() => openSegment(keys, repositoryId, kind, sealed, segment.plainLength));
    plainBytes += plain?.length ?? 0;
    for (; chunks[next]?.segment === index; next++) {
      const chunk = chunks[next]!;
      const id = plain && hasher.id(plain, chunk.offset, chunk.offset + chunk.length);
      if (!id || Buffer.compare(id, chunk.id) !== 0) badChunks.push(Uint8Array.from(chunk.id));
    }
    if (plain) freeBuffer(plain);
  });
  return { badChunks, plainBytes };
}

function openUnlessDamaged(open: () => Uint8Array): Uint8Array | undefined {
  try {
    return open();
  } catch (error) {
    if (isHoldfastError(error, 'object-damaged')) return undefined;
    throw error;
  }
}
