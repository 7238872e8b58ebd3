import fc from 'fast-check';
import { expect, test } from 'vitest';
import { padme } from './padme.ts';

test('figures of the paper and ours', () => {
  expect([0, 1, 2, 9, 10, 100, 1000, 33_554_433].map(padme)).toEqual([
    0, 1, 2, 10, 10, 104, 1024, 34_603_008,
  ]);
});

test('never less, at most 12 % more, and padding twice adds nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (length) => {
      const padded = padme(length);
      expect(padded).toBeGreaterThanOrEqual(length);
      expect(padded).toBeLessThanOrEqual(length * 1.12);
      expect(padme(padded)).toBe(padded);
    }),
  );
});

test('few lengths are left', () => {
  const lengths = new Set(Array.from({ length: 100_000 }, (_, index) => padme(2 ** 24 + index * 300)));
  expect(lengths.size).toBeLessThan(70);
});
