import { freeBuffer } from '../system/free-buffer.ts';
import { openSealed, saltBytes, sealInto, sealOverhead } from '../crypto/sealing.ts';
import { additionalData, type SealType } from './additional-data.ts';
import { decode, encode } from './compression.ts';
import { damaged } from './damaged.ts';

/**
 * The one way anything is compressed and sealed. Content of the seal: encoding (1 byte), plain length and body length
 * (u32 big-endian), body, zero bytes as padding.
 */
export type BoxPlace = { readonly key: Uint8Array; readonly type: SealType; readonly repositoryId: string };

const contentHeaderBytes = 9;

/** Bytes that a box adds to an uncompressed body. */
export const boxOverhead = sealOverhead + contentHeaderBytes;

/** Nothing that Holdfast writes in one box is larger, so nothing larger is decompressed. */
export const maxPlainBytes = 2 ** 27;

export type Room = { readonly out: Uint8Array; readonly at: number };

/**
 * @param salt 32 fresh random bytes
 * @param room is asked once for a place of exactly the sealed length
 * @param paddedTo the sealed length to reach at least, from the unpadded one
 * @returns the sealed length
 */
export function sealBoxInto(
  place: BoxPlace,
  plain: Uint8Array,
  salt: Uint8Array,
  room: (sealedLength: number) => Room,
  paddedTo: (sealedLength: number) => number = (length) => length,
): number {
  if (plain.length > maxPlainBytes) throw new RangeError(`${plain.length} bytes are too many for one box`);
  if (salt.length !== saltBytes) throw new RangeError('a salt has 32 bytes');
  const { encoding, body } = encode(plain);
  const unpadded = boxOverhead + body.length;
  const sealedLength = Math.max(unpadded, paddedTo(unpadded));
  const { out, at } = room(sealedLength);
  const header = new Uint8Array(contentHeaderBytes);
  const view = new DataView(header.buffer);
  view.setUint8(0, encoding);
  view.setUint32(1, plain.length);
  view.setUint32(5, body.length);
  const data = additionalData(place.type, place.repositoryId, sealedLength - sealOverhead);
  const pieces = [header, body];
  if (sealedLength > unpadded) pieces.push(new Uint8Array(sealedLength - unpadded));
  sealInto(out, at, place.key, data, salt, pieces);
  if (body.buffer !== plain.buffer) freeBuffer(body);
  return sealedLength;
}

/** A box on its own. */
export function sealBox(
  place: BoxPlace,
  plain: Uint8Array,
  salt: Uint8Array,
  paddedTo?: (sealedLength: number) => number,
): Uint8Array {
  let out = new Uint8Array(0);
  const room = (length: number): Room => ({ out: (out = new Uint8Array(length)), at: 0 });
  sealBoxInto(place, plain, salt, room, paddedTo);
  return out;
}

/** The plaintext, or undefined where the seal does not open with this key, in this place. */
export function tryOpenBox(place: BoxPlace, sealed: Uint8Array): Uint8Array | undefined {
  const contentLength = sealed.length - sealOverhead;
  if (contentLength < contentHeaderBytes) return undefined;
  const data = additionalData(place.type, place.repositoryId, contentLength);
  const content = openSealed(place.key, data, sealed);
  if (!content) return undefined;
  const view = new DataView(content.buffer, content.byteOffset, contentHeaderBytes);
  const plainLength = view.getUint32(1);
  const bodyEnd = contentHeaderBytes + view.getUint32(5);
  if (plainLength > maxPlainBytes || bodyEnd > content.length)
    throw damaged('lengths in a sealed part are wrong');
  const plain = decode(view.getUint8(0), content.subarray(contentHeaderBytes, bodyEnd), plainLength);
  if (!plain) throw damaged('a sealed part does not decompress');
  // A stored body is the plaintext itself.
  if (plain.buffer !== content.buffer) freeBuffer(content);
  return plain;
}

/** @throws object-damaged */
export function openBox(place: BoxPlace, sealed: Uint8Array): Uint8Array {
  const plain = tryOpenBox(place, sealed);
  if (!plain) throw damaged('a sealed part does not open: it was altered, or belongs elsewhere');
  return plain;
}
