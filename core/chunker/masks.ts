import type { ChunkSizes } from './chunk-sizes.ts';

/**
 * Normalised chunking, level 2: before `avg` a cut is four times rarer than 1 in avg, after it four times more
 * frequent. The bits are the highest below bit 63, which the first of two steps shifts out.
 */
export function cutMasks(sizes: ChunkSizes): { readonly early: bigint; readonly late: bigint } {
  const bits = Math.log2(sizes.avg);
  return { early: highBits(bits + 2), late: highBits(bits - 2) };
}

function highBits(count: number): bigint {
  return ((1n << BigInt(count)) - 1n) << BigInt(63 - count);
}
