import { hash } from 'node:crypto';
import type { RepositoryKeys } from '../crypto/keys.ts';
import { openBox, tryOpenBox } from './box.ts';
import { damaged } from './damaged.ts';
import { checkHeader } from './object-header.ts';
import { decodePackContents, type PackContents } from './pack-contents.ts';
import { footerBytes, readPackFooter, trailerType, type PackKind } from './pack-layout.ts';

/** Reading this many last bytes of a pack almost always gets the whole trailer (1,500 chunks). */
export const trailerReadSize = 64 * 1024;

/** What `tail` must hold at least; read again with this many bytes if it was shorter. */
export function trailerReadSizeNeeded(tail: Uint8Array): number {
  return readPackFooter(tail) + footerBytes;
}

export type OpenedTrailer = {
  readonly kind: PackKind;
  readonly contents: PackContents;
  /** The contents as index rows keep them. */
  readonly encodedContents: Uint8Array;
  /** SHA-256 of header and segments: what binds them to this trailer (`openPack` checks it). */
  readonly bodySha256: Uint8Array;
};

/**
 * Opens the trailer from the last bytes of a pack (`trailerReadSizeNeeded` tells how many).
 * A trailer proves that its contents were packed, not that the bytes before it are still those: whoever may
 * write the bucket can put a genuine trailer behind other bytes. Index rows bind a pack by its name; a pack
 * without one counts only after `openPack`.
 * @param kind undefined: whichever it is
 * @throws object-damaged
 */
export function openTrailer(
  keys: RepositoryKeys,
  repositoryId: string,
  kind: PackKind | undefined,
  tail: Uint8Array,
  objectSize: number,
): OpenedTrailer {
  const trailerLength = readPackFooter(tail);
  const start = tail.length - footerBytes - trailerLength;
  if (trailerLength > objectSize) throw damaged('its trailer is longer than itself');
  if (start < 0) throw damaged('its trailer was not read whole');
  const sealed = tail.subarray(start, tail.length - footerBytes);
  for (const candidate of kind ? [kind] : (['data', 'tree'] as const)) {
    const plain = tryOpenBox({ key: keys[candidate], type: trailerType[candidate], repositoryId }, sealed);
    if (!plain) continue;
    if (plain.length < 32) throw damaged('its trailer is too short');
    const encodedContents = plain.subarray(32);
    const contents = decodePackContents(encodedContents);
    if (bodyEnd(contents) > objectSize - footerBytes - trailerLength)
      throw damaged('its trailer lists more than it holds');
    return { kind: candidate, contents, encodedContents, bodySha256: plain.subarray(0, 32) };
  }
  throw damaged('its trailer does not open: it was altered, or belongs elsewhere');
}

/**
 * Opens one segment. The caller then compares the chunk ids: they bind the segment to its place in the pack.
 * @param sealed exactly the segment's bytes
 * @throws object-damaged
 */
export function openSegment(
  keys: RepositoryKeys,
  repositoryId: string,
  kind: PackKind,
  sealed: Uint8Array,
  plainLength: number,
): Uint8Array {
  const plain = openBox({ key: keys[kind], type: kind, repositoryId }, sealed);
  if (plain.length !== plainLength) throw damaged('a segment is not as long as listed');
  return plain;
}

/** Checks header, trailer and order of a whole pack; segments are then opened one by one. @throws object-damaged */
export function openPack(
  keys: RepositoryKeys,
  repositoryId: string,
  kind: PackKind | undefined,
  pack: Uint8Array,
): OpenedTrailer {
  checkHeader(pack, 'packs');
  const trailer = openTrailer(keys, repositoryId, kind, pack, pack.length);
  const body = hash('sha256', pack.subarray(0, bodyEnd(trailer.contents)), 'buffer');
  if (!body.equals(trailer.bodySha256)) throw damaged('its segments are not those its trailer was made for');
  return trailer;
}

function bodyEnd(contents: PackContents): number {
  const last = contents.segments.at(-1);
  if (!last) throw damaged('it holds no segment');
  return last.offset + last.sealedLength;
}
