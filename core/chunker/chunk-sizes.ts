/** Bytes. `avg` is a power of two; all are even, so that two bytes can be taken per step. */
export type ChunkSizes = { readonly min: number; readonly avg: number; readonly max: number };

/** Files below min are one chunk. 56 bytes of index per chunk: about 50 MB per TB. */
export const defaultChunkSizes: ChunkSizes = { min: 256 * 1024, avg: 1024 * 1024, max: 4 * 1024 * 1024 };

/** What a repository object may ask for: anything else would be a planted one that exhausts memory or the index. */
export function areChunkSizes({ min, avg, max }: ChunkSizes): boolean {
  return (
    [min, avg, max].every((size) => Number.isInteger(size) && size % 2 === 0) &&
    Number.isInteger(Math.log2(avg)) &&
    min >= 64 &&
    avg >= 2 * min &&
    max >= 2 * avg &&
    max <= 16 * 1024 * 1024
  );
}
