import { deriveKey } from '../crypto/keys.ts';

/** 256 random 64-bit numbers, little-endian, from the repository's gear key: cuts say nothing without it. */
export function gearTable(gearKey: Uint8Array): BigUint64Array {
  const bytes = deriveKey(gearKey, 'gear-table', 256 * 8);
  const view = new DataView(bytes.buffer);
  return BigUint64Array.from({ length: 256 }, (_, value) => view.getBigUint64(value * 8, true));
}
