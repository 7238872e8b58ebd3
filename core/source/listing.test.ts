import type { BigIntStats } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distrustEntry, encodeListing, Listing, sameListing } from './listing.ts';

const int = (min: bigint, max: bigint) => fc.bigInt({ min, max });
const stat = fc.record({
  mode: int(0n, 0o177777n),
  uid: int(0n, 2n ** 31n - 1n),
  gid: int(0n, 2n ** 32n - 1n),
  size: int(0n, 2n ** 53n - 1n),
  mtimeNs: int(-(2n ** 62n), 2n ** 62n),
  ctimeNs: int(0n, 2n ** 62n),
  ino: int(0n, 2n ** 63n - 1n),
  nlink: int(1n, 65_000n),
  rdev: int(0n, 2n ** 53n - 1n),
}) as unknown as fc.Arbitrary<BigIntStats>;
/** Names are bytes: anything but NUL and the slash. */
const name = fc
  .array(
    fc.integer({ min: 1, max: 255 }).filter((byte) => byte !== 0x2f),
    { minLength: 1, maxLength: 20 },
  )
  .map((bytes) => Buffer.from(bytes).toString('latin1'));
const entries = fc.uniqueArray(fc.tuple(name, stat), { selector: ([one]) => one, maxLength: 30 });
const trust = (): boolean => false;

const encode = (
  list: readonly (readonly [string, BigIntStats])[],
  device = 5n,
  distrust: (one: BigIntStats) => boolean = trust,
  marker = -9n,
): Uint8Array =>
  encodeListing(
    list.map(([one]) => one),
    list.map(([, one]) => one),
    device,
    distrust,
    marker,
  );

test('any names and any times come back, also from an odd address', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 0, max: 9 }), (list, offset) => {
      const bytes = encode(list, 77n);
      const moved = Buffer.alloc(bytes.length + offset + 8).subarray(offset, offset + bytes.length);
      moved.set(bytes);
      const listing = new Listing(moved);
      expect(listing.device).toBe(77n);
      expect(listing.names).toEqual(list.map(([one]) => one));
      for (const [index, [, expected]] of list.entries())
        expect(listing.stat(index)).toEqual({
          mode: Number(expected.mode),
          uid: Number(expected.uid),
          gid: Number(expected.gid),
          size: Number(expected.size),
          mtimeNs: expected.mtimeNs,
          inode: expected.ino,
          links: Number(expected.nlink),
          rdev: Number(expected.rdev),
        });
    }),
  );
});

test('two listings are the same but for the device, and for nothing else', () => {
  fc.assert(
    fc.property(
      entries.filter((list) => list.length > 0),
      fc.nat(),
      fc.constantFrom('mode', 'uid', 'gid', 'size', 'mtimeNs', 'ctimeNs', 'ino', 'nlink', 'rdev'),
      (list, at, field) => {
        const bytes = encode(list);
        expect(sameListing(bytes, encode(list, 6n))).toBe(true);
        const index = at % list.length;
        const other = list.map(
          ([one, value], place) =>
            [one, place === index ? { ...value, [field]: value[field as 'mode'] + 1n } : value] as const,
        );
        const changed = encode(other as typeof list);
        expect(sameListing(bytes, changed)).toBe(false);
        expect(new Listing(bytes).sameEntry(index, new Listing(changed), index)).toBe(false);
        expect(sameListing(bytes, encode(list.slice(1)))).toBe(false);
        expect(sameListing(bytes, encode([[`${list[0]![0]}x`, list[0]![1]], ...list.slice(1)]))).toBe(false);
      },
    ),
  );
});

test('an entry that is too young is another one at the next run, the others are not', () => {
  fc.assert(
    fc.property(
      entries.filter((list) => list.length > 1),
      (list) => {
        const young = list[0]![1];
        const distrust = (one: BigIntStats): boolean => one === young;
        const [first, second] = [encode(list, 5n, distrust, -100n), encode(list, 5n, distrust, -200n)];
        expect(sameListing(first, second)).toBe(false);
        expect(new Listing(first).sameEntry(0, new Listing(second), 0)).toBe(false);
        expect(new Listing(first).sameEntry(1, new Listing(second), 1)).toBe(true);
        const later = encode(list);
        expect(new Listing(first).sameEntry(0, new Listing(later), 0)).toBe(false);
      },
    ),
  );
});

test('an entry that changed while it was read equals nothing that a scan finds', () => {
  fc.assert(
    fc.property(
      entries.filter((list) => list.length > 1),
      (list) => {
        const [bytes, now] = [encode(list), encode(list)];
        distrustEntry(bytes, 1);
        expect(sameListing(bytes, now)).toBe(false);
        expect(new Listing(bytes).sameEntry(1, new Listing(now), 1)).toBe(false);
        expect(new Listing(bytes).sameEntry(0, new Listing(now), 0)).toBe(true);
        expect(new Listing(bytes).stat(1)).toEqual(new Listing(now).stat(1));
      },
    ),
  );
});
