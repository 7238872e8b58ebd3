import { expect, test } from 'vitest';
import fc from 'fast-check';
import { writtenRuns } from './sparse-runs.ts';

test('only blocks of the file that are all zeros are left out', () => {
  const bytes = Buffer.alloc(20_000);
  bytes[5000] = 1;
  expect([...writtenRuns(bytes, 0, bytes.length, 0)]).toEqual([[4096, 8192]]);
  // The same bytes 96 bytes into a block: the block borders move.
  expect([...writtenRuns(bytes, 0, bytes.length, 96)]).toEqual([[4000, 8096]]);
  expect([...writtenRuns(Buffer.alloc(10_000), 0, 10_000, 0)]).toEqual([]);
});

test('what is written and holes are together what was there', () => {
  const bytes = Buffer.alloc(40_000);
  fc.assert(
    fc.property(
      fc.array(fc.nat(39_999), { maxLength: 8 }),
      fc.nat(10_000),
      fc.nat(30_000),
      (marks, fileOffset, start) => {
        bytes.fill(0);
        for (const mark of marks) bytes[mark] = 7;
        const copy = Buffer.alloc(bytes.length - start);
        for (const [from, to] of writtenRuns(bytes, start, bytes.length, fileOffset))
          bytes.copy(copy, from - start, from, to);
        expect(copy.equals(bytes.subarray(start))).toBe(true);
      },
    ),
  );
});
