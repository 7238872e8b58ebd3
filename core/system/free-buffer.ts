/** Buffers up to Buffer.poolSize share memory with others. */
const surelyAlone = 64 * 1024;

/**
 * Gives the memory behind a large buffer back at once, instead of whenever the collector looks at it (V8 does so from
 * 64 MiB of it a thread on). Nobody may hold another view of it: all of them are empty afterwards. Small ones, and
 * shared memory, are left to the collector.
 */
export function freeBuffer(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength > surelyAlone && !buffer.detached)
    buffer.transfer(0);
}
