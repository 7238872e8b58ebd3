import type { SealType } from './additional-data.ts';
import { damaged } from './damaged.ts';

export type PackKind = 'data' | 'tree';

/** header | segments | padding (random) | sealed trailer | footer */
export const trailerType = { data: 'dataTrailer', tree: 'treeTrailer' } as const satisfies Record<
  PackKind,
  SealType
>;

/** Trailer length, u32 big-endian. */
export const footerBytes = 4;

export function packFooter(trailerLength: number): Uint8Array {
  const bytes = new Uint8Array(footerBytes);
  new DataView(bytes.buffer).setUint32(0, trailerLength);
  return bytes;
}

/** @param tail the last bytes of a pack, at least four */
export function readPackFooter(tail: Uint8Array): number {
  if (tail.length < footerBytes) throw damaged('it is too short');
  return new DataView(tail.buffer, tail.byteOffset + tail.length - footerBytes).getUint32(0);
}
