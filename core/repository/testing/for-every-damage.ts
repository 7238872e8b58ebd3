/**
 * Calls `probe` with copies of `bytes` that are cut short, prolonged, or have a bit flipped (every `stride`th).
 * For tests: whoever reads objects must answer each with a clear error.
 */
export function forEveryDamage(
  bytes: Uint8Array,
  stride: number,
  probe: (spoiled: Uint8Array) => void,
): void {
  for (let length = 0; length < bytes.length; length += stride) probe(bytes.slice(0, length));
  probe(Buffer.concat([bytes, Uint8Array.of(0)]));
  for (let bit = 0; bit < bytes.length * 8; bit += stride) {
    const spoiled = bytes.slice();
    spoiled[bit >> 3]! ^= 1 << (bit & 7);
    probe(spoiled);
  }
}
