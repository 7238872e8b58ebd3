const blockBytes = 4096;
const zeros = Buffer.alloc(blockBytes);

/**
 * The parts of `bytes[start, end)` that are not blocks of zeros, as [from, to) pairs. Blocks are 4 KiB of the *file*
 * (`fileOffset` is where `start` goes), the unit in which file systems keep holes.
 */
export function* writtenRuns(
  bytes: Uint8Array,
  start: number,
  end: number,
  fileOffset: number,
): Generator<readonly [number, number]> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let runStart = -1;
  for (let at = start; at < end;) {
    const blockEnd = Math.min(end, at + blockBytes - ((fileOffset + at - start) % blockBytes));
    const isZero = view.compare(zeros, 0, blockEnd - at, at, blockEnd) === 0;
    if (!isZero && runStart < 0) runStart = at;
    if (isZero && runStart >= 0) {
      yield [runStart, at];
      runStart = -1;
    }
    at = blockEnd;
  }
  if (runStart >= 0) yield [runStart, end];
}
