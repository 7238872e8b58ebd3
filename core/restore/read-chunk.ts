import type { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { toHex } from '../crypto/hex.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { ChunkId } from '../model/entry.ts';
import { openSegment } from '../repository/pack-reader.ts';
import type { ChunkLocator, ReadableRepository } from './chunk-place.ts';

/** One piece of a file, checked against its id. @throws chunk-missing, object-missing, object-damaged */
export async function readChunk(
  { store, prefix, keys, repositoryId }: ReadableRepository,
  locator: ChunkLocator,
  hasher: ChunkIdHasher,
  id: ChunkId,
): Promise<Uint8Array> {
  const place = locator.locate(Buffer.from(id, 'hex'), 'data');
  if (!place) throw new HoldfastError('chunk-missing', { path: 'a file', id });
  const { pack, segment, offset, length, kind } = place;
  const range = { start: segment.offset, end: segment.offset + segment.sealedLength };
  const sealed = await store.get({ name: prefix + pack.name, versionId: pack.versionId }, range);
  const plain = openSegment(keys, repositoryId, kind, sealed, segment.plainLength);
  const end = offset + length;
  if (end > plain.length || toHex(hasher.id(plain, offset, end)) !== id)
    throw new HoldfastError('object-damaged', { name: pack.name, reason: 'a piece of a file is another' });
  return plain.subarray(offset, end);
}
