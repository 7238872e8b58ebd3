/** By UTF-8 bytes, as stores sort; differs from JavaScript's order only outside the basic plane. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
