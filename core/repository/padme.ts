/**
 * The Padmé length (Nikitin and others, PETS 2019): the smallest number ≥ `length` whose lower bits are zero
 * so that only O(log log length) bits are told. At most 12 % more, 3 % for a 32 MiB pack.
 */
export function padme(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const kept = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(length / step) * step;
}
