/*
 * Names are ordered by their UTF-8 bytes (SQLite's BINARY collation, B2, S3), which is the order of code points.
 */

/** Behind every text: SQLite orders blobs after texts. */
export const behindAll = Buffer.alloc(0);

/** The first name behind this one. */
export function behindName(name: string): string {
  return `${name}\0`;
}

/** The first name behind all that start with `prefix`; null where there is none (also for the empty prefix). */
export function behindPrefix(prefix: string): string | null {
  const points = Array.from(prefix);
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    if (last < 0x10ffff) return points.join('') + String.fromCodePoint(next(last));
  }
  return null;
}

/** Surrogates (0xd800 to 0xdfff) are no characters. */
function next(point: number): number {
  return point === 0xd7ff ? 0xe000 : point + 1;
}
