import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NeededObject } from '../model/needed-object.ts';
import type { NeedingSnapshot } from '../upkeep/needs.ts';
import { chooseReadable } from './choose-readable.ts';
import { maxPartBytes } from './guard-bounds.ts';

const part = (name: string, size: number): NeededObject => ({ name: `lists/${name}`, versionId: 'v', size });
const snapshot = (id: string, ...parts: NeededObject[]): NeedingSnapshot => ({
  id,
  version: { name: `snapshots/${id}`, versionId: 'v', size: 1 },
  uploadedAt: 0,
  parts,
});
const wide = { reads: 100, readBytes: 1e6, partBytes: 1e7 };
const ids = (some: readonly NeedingSnapshot[]): string => some.map(({ id }) => id).join('');
const none = (): boolean => false;

test('all that fit are chosen, and shared parts count once', () => {
  const shared = part('shared', 600_000);
  const { chosen, postponed } = chooseReadable(
    [snapshot('a', shared), snapshot('b', shared, part('b', 300_000)), snapshot('c', shared)],
    none,
    wide,
  );
  expect([ids(chosen), ids(postponed)]).toEqual(['abc', '']);
});

test('older before newer; one that does not fit stops no smaller one behind it, and is read ahead', () => {
  const large = Array.from({ length: 30 }, (_, at) => part(`l${at}`, 40_000));
  const { chosen, postponed, ahead } = chooseReadable(
    [snapshot('a', part('a', 500_000)), snapshot('b', ...large), snapshot('c', part('c', 100_000))],
    none,
    wide,
  );
  expect([ids(chosen), ids(postponed)]).toEqual(['ac', 'b']);
  // A quarter of the 500,000 bytes that were left.
  expect(ahead).toEqual(large.slice(0, 3));
});

test('what was read already costs no read, but counts as memory', () => {
  const parts = [part('x', 900_000)];
  expect(ids(chooseReadable([snapshot('a', ...parts)], () => true, { ...wide, reads: 0 }).chosen)).toBe('a');
  expect(ids(chooseReadable([snapshot('a', ...parts)], () => true, { ...wide, partBytes: 1 }).chosen)).toBe(
    '',
  );
});

test('a list part larger than any writer makes is never read', () => {
  const read = chooseReadable([snapshot('a', part('a', maxPartBytes + 1))], none, {
    ...wide,
    readBytes: 1e9,
  });
  expect([ids(read.impossible), ids(read.chosen), read.ahead]).toEqual(['a', '', []]);
});

test('whatever is published, the bounds hold, and within some rounds everything that fits is read', () => {
  const sizes = fc.array(fc.array(fc.integer({ min: 1, max: 50_000 }), { maxLength: 6 }), { maxLength: 12 });
  fc.assert(
    fc.property(sizes, (some) => {
      const snapshots = some.map((own, at) =>
        snapshot(String(at), ...own.map((size, index) => part(`${at}-${index}`, size))),
      );
      const bounds = { reads: 8, readBytes: 60_000, partBytes: 1e9 };
      const cached = new Set<string>();
      for (let round = 0; round < 200; round++) {
        const isKept = ({ name }: NeededObject): boolean => cached.has(name);
        const { chosen, ahead, postponed } = chooseReadable(snapshots, isKept, bounds);
        const read = [...ahead, ...chosen.flatMap(({ parts }) => parts)].filter((one) => !isKept(one));
        expect(read.length).toBeLessThanOrEqual(bounds.reads);
        expect(read.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(bounds.readBytes);
        for (const { name } of read) cached.add(name);
        if (postponed.length === 0) return;
      }
      throw new Error('never came to an end');
    }),
  );
});
