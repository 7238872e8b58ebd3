/** Bytes of a window. Random bytes show 162 different values in 256, text 30 to 60, machine code 80 to 120. */
const windowBytes = 256;
/** Shorter windows cannot tell random bytes from a line of text. */
const minWindowBytes = 64;
/** Windows of a piece: 4 KiB are looked at in a piece of any length, about 4 microseconds. */
const windowsPerPiece = 16;

/** Different values that `length` random bytes show at least, nearly always: the mean less 3.5 standard deviations. */
const leastDistinct = Array.from({ length: windowBytes + 1 }, (_, length) => {
  const one = (1 - 1 / 256) ** length;
  const two = (1 - 2 / 256) ** length;
  const mean = 256 * (1 - one);
  const variance = 256 * 255 * two + 256 * one - 256 * 256 * one * one;
  return mean - 3.5 * Math.sqrt(Math.max(variance, 0));
});
/** A table that counts up shows every value once: not random either. The mean plus 5 standard deviations. */
const mostDistinct = 187;

const lastSeen = new Uint32Array(256);
let mark = 0;

/** Which share of the bytes of this piece look random (encrypted or compressed), 0 to 1, by samples. */
export function noiseShare(piece: Uint8Array): number {
  if (piece.length < minWindowBytes) return 0;
  let windows = 0;
  let noisy = 0;
  const whole = piece.length <= windowsPerPiece * windowBytes;
  const count = whole ? Math.ceil(piece.length / windowBytes) : windowsPerPiece;
  const stride = whole ? windowBytes : (piece.length - windowBytes) / windowsPerPiece;
  for (let index = 0; index < count; index++) {
    // The golden ratio spreads them unevenly, so that what repeats at a fixed distance is neither always hit nor missed.
    const shift = whole ? 0 : ((index * 0.618_033_988_75) % 1) * stride;
    const start = Math.floor(index * stride + shift);
    const end = Math.min(start + windowBytes, piece.length);
    if (end - start < minWindowBytes) continue;
    windows++;
    if (looksRandom(piece, start, end)) noisy++;
  }
  return windows === 0 ? 0 : noisy / windows;
}

function looksRandom(piece: Uint8Array, start: number, end: number): boolean {
  mark = (mark + 1) >>> 0;
  if (mark === 0) {
    lastSeen.fill(0);
    mark = 1;
  }
  let distinct = 0;
  for (let at = start; at < end; at++) {
    const byte = piece[at] ?? 0;
    if (lastSeen[byte] !== mark) {
      lastSeen[byte] = mark;
      distinct++;
    }
  }
  return distinct >= (leastDistinct[end - start] ?? 0) && distinct <= mostDistinct;
}
