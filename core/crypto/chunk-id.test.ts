import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkIdHasher } from './chunk-id.ts';

const hmac = (key: Uint8Array, bytes: Uint8Array): string =>
  createHmac('sha256', key).update(bytes).digest('hex');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('every way of hashing gives HMAC-SHA-256 and leaves the buffer as it was', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ maxLength: 500 }),
      fc.nat(200),
      (key, data, start) => {
        const buffer = new Uint8Array(start + data.length + 10).fill(0xab);
        buffer.set(data, start);
        const before = hex(buffer);
        const id = new ChunkIdHasher(key).id(buffer, start, start + data.length);
        expect(hex(id)).toBe(hmac(key, data));
        expect(hex(buffer)).toBe(before);
      },
    ),
  );
});

test.each([65_535, 65_536, 65_537, 200_000])('%i bytes without headroom', (length) => {
  const key = new Uint8Array(32).fill(9);
  const data = new Uint8Array(length).fill(3);
  const hasher = new ChunkIdHasher(key);
  expect(hex(hasher.id(data))).toBe(hmac(key, data));
  expect(hex(hasher.id(data.subarray(1)))).toBe(hmac(key, data.subarray(1)));
});

test('one byte more, less or other is another id', () => {
  const hasher = new ChunkIdHasher(new Uint8Array(32));
  const ids = [[1, 2, 3], [1, 2], [1, 2, 4], []].map((bytes) => hex(hasher.id(Uint8Array.from(bytes))));
  expect(new Set(ids).size).toBe(4);
});

test('a key of another length is refused', () => {
  expect(() => new ChunkIdHasher(new Uint8Array(31))).toThrow(RangeError);
});
