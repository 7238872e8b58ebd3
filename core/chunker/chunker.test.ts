import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areChunkSizes, defaultChunkSizes, type ChunkSizes } from './chunk-sizes.ts';
import { Chunker } from './chunker.ts';
import { PlainCutter } from './plain-cutter.ts';

const key = new Uint8Array(32).fill(1);
const small: ChunkSizes = { min: 64, avg: 256, max: 1024 };

/** Pseudo-random bytes that look random to the chunker and the same in every run. */
function noise(length: number, seed = 0): Uint8Array {
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(seed);
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), iv).update(Buffer.alloc(length));
}

/** Lengths of the chunks of a file that is read in pieces of the given sizes (in turn). */
function lengths(chunker: Chunker, file: Uint8Array, reads: readonly number[]): number[] {
  const found: number[] = [];
  const { buffer } = chunker;
  let start = Chunker.headroom;
  let end = start;
  let read = 0;
  for (let turn = 0; ; turn++) {
    const room = buffer.length - end;
    const piece = file.subarray(read, read + Math.min(room, reads[turn % reads.length]!));
    buffer.set(piece, end);
    end += piece.length;
    read += piece.length;
    for (let next; (next = chunker.cut(start, end, read === file.length)) > 0; start = next)
      found.push(next - start);
    if (start === end && read === file.length) return found;
    buffer.copyWithin(Chunker.headroom, start, end);
    end -= start - Chunker.headroom;
    start = Chunker.headroom;
  }
}

const whole = (chunker: Chunker, file: Uint8Array): number[] =>
  lengths(chunker, file, [chunker.buffer.length]);

function plainLengths(cutter: PlainCutter, file: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 0; at < file.length; at += found.at(-1)!) found.push(cutter.first(file.subarray(at)));
  return found;
}

/** Noise, runs and repetitions. */
const files = fc
  .array(
    fc.oneof(
      fc.record({ length: fc.nat(3000), seed: fc.nat() }).map(({ length, seed }) => noise(length, seed)),
      fc
        .record({ length: fc.nat(3000), byte: fc.nat(255) })
        .map(({ length, byte }) => new Uint8Array(length).fill(byte)),
      fc.uint8Array({ maxLength: 40 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => Uint8Array.from(Buffer.concat(parts)));

describe('for any file', () => {
  const chunker = new Chunker(key, small, 64 * 1024);

  test('chunks add up to the file and keep min and max', () => {
    fc.assert(
      fc.property(files, (file) => {
        const found = whole(chunker, file);
        expect(found.reduce((sum, length) => sum + length, 0)).toBe(file.length);
        expect(found.every((length) => length <= small.max)).toBe(true);
        expect(found.slice(0, -1).every((length) => length > small.min)).toBe(true);
      }),
    );
  });

  test('WASM and plain JavaScript cut alike', () => {
    const cutter = new PlainCutter(key, small);
    fc.assert(
      fc.property(files, (file) => {
        expect(whole(chunker, file)).toEqual(plainLengths(cutter, file));
      }),
    );
  });

  test('cuts do not depend on how the file is read', () => {
    const tight = new Chunker(key, small, Chunker.headroom + small.max);
    const reads = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(files, reads, (file, sizes) => {
        expect(lengths(tight, file, sizes)).toEqual(whole(chunker, file));
      }),
    );
  });

  test('an edit changes few chunks', () => {
    const file = noise(60_000);
    const ids = (bytes: Uint8Array): Set<string> => {
      let at = 0;
      return new Set(
        whole(chunker, bytes).map((length) =>
          Buffer.from(bytes.subarray(at, (at += length))).toString('latin1'),
        ),
      );
    };
    const before = ids(file);
    fc.assert(
      fc.property(
        fc.nat(file.length),
        fc.nat(100),
        fc.uint8Array({ maxLength: 100 }),
        (at, removed, inserted) => {
          const edited = Buffer.concat([file.subarray(0, at), inserted, file.subarray(at + removed)]);
          const fresh = [...ids(edited)].filter((chunk) => !before.has(chunk));
          expect(fresh.length).toBeLessThan(25);
        },
      ),
    );
  });

  test('another key cuts elsewhere', () => {
    const file = noise(60_000);
    const other = new Chunker(new Uint8Array(32).fill(2), small, 64 * 1024);
    expect(whole(other, file)).not.toEqual(whole(chunker, file));
  });
});

describe('with the default sizes', () => {
  const { min, avg, max } = defaultChunkSizes;
  const chunker = new Chunker(key, defaultChunkSizes, 40 * 2 ** 20);

  test('the average is near 1 MiB, and the twin agrees', () => {
    const file = noise(32 * 2 ** 20);
    const found = whole(chunker, file);
    const mean = file.length / found.length;
    expect(mean).toBeGreaterThan(0.8 * avg);
    expect(mean).toBeLessThan(1.5 * avg);
    expect(found.slice(0, 5)).toEqual(
      plainLengths(new PlainCutter(key, defaultChunkSizes), file).slice(0, 5),
    );
  });

  test('a file below 256 KiB is one chunk, zeros are cut at most at 4 MiB', () => {
    expect(whole(chunker, noise(min))).toEqual([min]);
    expect(whole(chunker, new Uint8Array(9 * 2 ** 20)).every((length) => length <= max)).toBe(true);
  });

  test('it waits for max bytes or the end', () => {
    chunker.buffer.set(noise(min), 64);
    expect(chunker.cut(64, 64 + min, false)).toBe(0);
    expect(chunker.cut(64, 64, true)).toBe(0);
    expect(chunker.cut(64, 64 + min, true)).toBe(64 + min);
  });
});

test('sizes that a planted repository object could ask for are refused', () => {
  expect(areChunkSizes(defaultChunkSizes)).toBe(true);
  for (const sizes of [
    { min: 2, avg: 8, max: 16 },
    { min: 64, avg: 100, max: 1024 },
    { min: 65, avg: 256, max: 1024 },
    { min: 64, avg: 64, max: 1024 },
    { min: 64, avg: 256, max: 256 },
    { min: 64, avg: 256, max: 2 ** 30 },
    { min: Number.NaN, avg: 256, max: 1024 },
  ])
    expect(areChunkSizes(sizes)).toBe(false);
});
