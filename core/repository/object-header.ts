import { HoldfastError } from '../errors/holdfast-error.ts';
import { damaged } from './damaged.ts';

/** Second to last header byte of every object, and part of everything that is sealed. */
export const formatVersion = 1;

export const objectKinds = {
  repository: 0x52, // R
  keys: 0x4b, // K
  packs: 0x50, // P
  index: 0x49, // I
  lists: 0x4c, // L
  snapshots: 0x53, // S
} as const;

export type FramedKind = keyof typeof objectKinds;

export const magic: Uint8Array = new TextEncoder().encode('HOLDFAST');
export const headerBytes = magic.length + 2;

/** The first ten bytes of every object: "HOLDFAST", format version, kind. */
export function objectHeader(kind: FramedKind): Uint8Array {
  return Uint8Array.of(...magic, formatVersion, objectKinds[kind]);
}

/** @throws format-unknown for a later format, object-damaged for anything else that is not this kind */
export function checkHeader(bytes: Uint8Array, kind: FramedKind): void {
  if (bytes.length < headerBytes) throw damaged('it is too short');
  if (magic.some((byte, index) => bytes[index] !== byte)) throw damaged('it is not a Holdfast object');
  const version = bytes[magic.length];
  if (version !== formatVersion) throw new HoldfastError('format-unknown', { version });
  if (bytes[magic.length + 1] !== objectKinds[kind]) throw damaged('it is another kind of object');
}

/** For frames that keep their place in every format version. @returns the version. @throws object-damaged */
export function checkHeaderOfAnyFormat(bytes: Uint8Array, kind: FramedKind): number {
  const header = Uint8Array.from(bytes.subarray(0, headerBytes));
  const version = header[magic.length] ?? 0;
  header[magic.length] = formatVersion;
  checkHeader(header, kind);
  return version;
}
