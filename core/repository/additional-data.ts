import { formatVersion, magic } from './object-header.ts';
import { repositoryIdBytes, repositoryIdToBytes } from './repository-id.ts';

/** What is sealed, as the byte that additional data holds. */
export const sealTypes = {
  data: 0x64, // d: segment of a data pack
  tree: 0x74, // t: segment of a tree pack
  dataTrailer: 0x44, // D
  treeTrailer: 0x54, // T
  index: 0x49, // I
  snapshot: 0x53, // S
  slot: 0x4b, // K
} as const;

export type SealType = keyof typeof sealTypes;

const lengthAt = magic.length + 2 + repositoryIdBytes;

/**
 * What a seal is bound to: "HOLDFAST", format version, type, repository id, content length (u32 big-endian),
 * then `context`, if any. So nothing opens as something else, elsewhere, or cut short.
 */
export function additionalData(
  type: SealType,
  repositoryId: string,
  contentLength: number,
  context: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const bytes = new Uint8Array(lengthAt + 4 + context.length);
  bytes.set(magic);
  bytes[magic.length] = formatVersion;
  bytes[magic.length + 1] = sealTypes[type];
  bytes.set(repositoryIdToBytes(repositoryId), magic.length + 2);
  new DataView(bytes.buffer).setUint32(lengthAt, contentLength);
  bytes.set(context, lengthAt + 4);
  return bytes;
}
