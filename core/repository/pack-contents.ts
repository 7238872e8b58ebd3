import { toHex } from '../crypto/hex.ts';
import { boxOverhead, maxPlainBytes } from './box.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { damaged } from './damaged.ts';
import { headerBytes } from './object-header.ts';

export type PackSegment = {
  /** From the start of the pack. */
  readonly offset: number;
  readonly sealedLength: number;
  readonly plainLength: number;
};

export type PackedChunk = {
  /** 32 bytes. */
  readonly id: Uint8Array;
  /** Index into segments. */
  readonly segment: number;
  /** In the segment's plaintext. */
  readonly offset: number;
  readonly length: number;
};

/** Segments follow each other from the header on; chunks tile them, so offsets need not be written. */
export type PackContents = {
  readonly segments: readonly PackSegment[];
  readonly chunks: readonly PackedChunk[];
};

const idBytes = 32;

/** A pack is at most 128 MiB plus one segment; refused beyond, so that nothing hostile exhausts memory. */
export const maxPackBytes = 2 ** 29;
const maxSegments = 2 ** 16;
const maxChunks = 2 ** 20;

/** Segment count; per segment: sealed length, chunk count; per chunk: length, id. All numbers varints. */
export function encodePackContents(contents: PackContents): Uint8Array {
  const writer = new ByteWriter(64 + contents.chunks.length * 36);
  writer.varint(contents.segments.length);
  let next = 0;
  contents.segments.forEach((segment, index) => {
    const first = next;
    while (contents.chunks[next]?.segment === index) next++;
    writer.varint(segment.sealedLength).varint(next - first);
    for (const chunk of contents.chunks.slice(first, next)) writer.varint(chunk.length).raw(chunk.id);
  });
  if (next !== contents.chunks.length) throw new RangeError('chunks must be in the order of their segments');
  return writer.bytes;
}

/** @throws object-damaged unless segments and chunks fit together within the bounds; ids occur once */
export function decodePackContents(bytes: Uint8Array): PackContents {
  const reader = new ByteReader(bytes);
  const segments: PackSegment[] = [];
  const chunks: PackedChunk[] = [];
  const seen = new Set<string>();
  const segmentCount = reader.varint(maxSegments);
  let offset = headerBytes;
  for (let segment = 0; segment < segmentCount; segment++) {
    const sealedLength = reader.varint(maxPackBytes);
    const chunkCount = reader.varint(maxChunks - chunks.length);
    if (sealedLength <= boxOverhead || chunkCount === 0) throw damaged('an empty segment is listed');
    let plainLength = 0;
    for (let index = 0; index < chunkCount; index++) {
      const length = reader.varint(maxPlainBytes);
      const id = reader.raw(idBytes);
      if (length === 0) throw damaged('an empty chunk is listed');
      chunks.push({ id, segment, offset: plainLength, length });
      seen.add(toHex(id));
      plainLength += length;
    }
    if (plainLength > maxPlainBytes) throw damaged('a segment is too long');
    segments.push({ offset, sealedLength, plainLength });
    offset += sealedLength;
  }
  reader.end();
  if (offset > maxPackBytes) throw damaged('a pack is too long');
  if (seen.size !== chunks.length) throw damaged('a chunk is listed twice');
  return { segments, chunks };
}
