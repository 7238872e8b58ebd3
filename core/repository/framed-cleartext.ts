import { macBytes, macFits, mac } from '../crypto/mac.ts';
import { damaged } from './damaged.ts';
import { decodeJsonRecord, encodeJson, type JsonRecord } from './json-body.ts';
import {
  checkHeader,
  checkHeaderOfAnyFormat,
  headerBytes,
  objectHeader,
  type FramedKind,
} from './object-header.ts';

const lengthBytes = 4;

/** Header, length (u32 big-endian), JSON: what some objects say in the clear. */
export function frameCleartext(kind: FramedKind, value: JsonRecord): Uint8Array {
  const json = encodeJson(value);
  const length = new Uint8Array(lengthBytes);
  new DataView(length.buffer).setUint32(0, json.length);
  return Buffer.concat([objectHeader(kind), length, json]);
}

export type Cleartext = {
  readonly value: JsonRecord;
  /** From the object's first byte to the end of the JSON: what MACs and hashes are over. */
  readonly framed: Uint8Array;
  /** What follows. */
  readonly rest: Uint8Array;
};

/** Splits and parses; proves nothing. @throws format-unknown, object-damaged */
export function readCleartextFrame(kind: FramedKind, bytes: Uint8Array, maxJsonBytes: number): Cleartext {
  checkHeader(bytes, kind);
  const start = headerBytes + lengthBytes;
  const end = frameEnd(bytes, maxJsonBytes);
  return {
    value: decodeJsonRecord(bytes.subarray(start, end)),
    framed: bytes.subarray(0, end),
    rest: bytes.subarray(end),
  };
}

function frameEnd(bytes: Uint8Array, maxJsonBytes: number): number {
  const end = claimedEnd(bytes, maxJsonBytes);
  if (end > bytes.length) throw damaged('it ends too early');
  return end;
}

function claimedEnd(bytes: Uint8Array, maxJsonBytes: number): number {
  const start = headerBytes + lengthBytes;
  if (bytes.length < start) throw damaged('it is too short');
  const end = start + new DataView(bytes.buffer, bytes.byteOffset + headerBytes).getUint32(0);
  if (end - start > maxJsonBytes) throw damaged('it ends too early');
  return end;
}

/**
 * How many bytes of an object its cleartext and MAC claim to be, for whoever reads no more of it than that.
 * @param start the first bytes of the object, 14 or more
 * @throws object-damaged where it claims more than `maxJsonBytes`
 */
export const macedLength = (start: Uint8Array, maxJsonBytes: number): number =>
  claimedEnd(start, maxJsonBytes) + macBytes;

/** The framed cleartext followed by its MAC. */
export function withMac(key: Uint8Array, framed: Uint8Array): Uint8Array {
  return Buffer.concat([framed, mac(key, framed)]);
}

/**
 * Like readCleartextFrame, for cleartext followed by a MAC; undefined: the MAC is not by this key. The MAC comes
 * first, over a frame that every format version keeps: whoever may write to the bucket can claim a later format, and
 * only one that authenticates may stop a reader.
 */
export function readMacedCleartext(
  kind: FramedKind,
  key: Uint8Array,
  bytes: Uint8Array,
  maxJsonBytes: number,
): Cleartext | undefined {
  if (!isAuthentic(key, bytes, maxJsonBytes)) return undefined;
  const { value, framed, rest } = readCleartextFrame(kind, bytes, maxJsonBytes);
  return { value, framed, rest: rest.subarray(macBytes) };
}

function isAuthentic(key: Uint8Array, bytes: Uint8Array, maxJsonBytes: number): boolean {
  const end = frameEnd(bytes, maxJsonBytes);
  return macFits(key, bytes.subarray(0, end), bytes.subarray(end, end + macBytes));
}

/**
 * As readMacedCleartext, whatever the format version: for whoever needs nothing but the cleartext, which is not parsed here.
 * @throws object-damaged
 */
export function readMacedCleartextOfAnyFormat(
  kind: FramedKind,
  key: Uint8Array,
  bytes: Uint8Array,
  maxJsonBytes: number,
): { readonly json: Uint8Array; readonly version: number } | undefined {
  if (!isAuthentic(key, bytes, maxJsonBytes)) return undefined;
  const json = bytes.subarray(headerBytes + lengthBytes, frameEnd(bytes, maxJsonBytes));
  return { json, version: checkHeaderOfAnyFormat(bytes, kind) };
}
