import { expect, it } from 'vitest';
import { dayMs } from '../locks/period.ts';
import { priceTable } from '../locks/prices.ts';
import type { Instant, ListedVersion } from '../model/object.ts';
import { garbageCost, GarbageTally } from './garbage-tally.ts';

const now = Date.UTC(2026, 10, 22);

const version = (name: string, size: number, until?: Instant | 'hold' | 'none'): ListedVersion => ({
  name,
  versionId: name,
  kind: 'object',
  size,
  uploadedAt: now,
  latest: true,
  lock:
    until === undefined
      ? undefined
      : {
          mode: typeof until === 'number' ? 'compliance' : null,
          until: typeof until === 'number' ? until : null,
          legalHold: until === 'hold',
        },
});

it('adds up what is locked until which month', () => {
  const tally = new GarbageTally(now, 10);
  tally.add(version('a', 100, now + 3 * dayMs));
  tally.add(version('b', 200, now + 3 * dayMs));
  tally.add(version('c', 400, now + 40 * dayMs));
  tally.add(version('d', 800, now - 1));
  tally.add(version('e', 1600, 'none'));
  tally.add(version('f', 3200, 'hold'));
  expect(tally.result()).toEqual({
    versions: 6,
    bytes: 6300,
    lockedBytes: 3900,
    lockedVersions: 4,
    freeBytes: 2400,
    undatedBytes: 0,
    lockedByteMs: 300 * 3 * dayMs + 400 * 40 * dayMs,
    lastLockEnds: now + 40 * dayMs,
    months: [
      { month: '2026-11', bytes: 300, versions: 2 },
      { month: '2027-01', bytes: 400, versions: 1 },
      { month: undefined, bytes: 3200, versions: 1 },
    ],
  });
});

it('asks for the dates of the largest ones only, where the listing does not tell', () => {
  const tally = new GarbageTally(now, 2);
  for (let size = 1; size <= 50; size++) tally.add(version(`v${size}`, size));
  expect(tally.toAsk().map(({ size }) => size)).toEqual([50, 49]);
  for (const one of tally.toAsk()) tally.answer(one, now + dayMs);
  expect(tally.result()).toMatchObject({
    bytes: 1275,
    lockedBytes: 99,
    undatedBytes: 1275 - 99,
    freeBytes: 0,
  });
});

it('keeps few months, however long somebody locks', () => {
  const tally = new GarbageTally(now, 2);
  for (let at = 0; at < 2000; at++) tally.add(version(`v${at}`, 1, now + at * 30 * dayMs + 1));
  expect(tally.result().months.length).toBeLessThan(123);
  expect(tally.result().months.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(2000);
});

it('says what it costs by the table', () => {
  const tally = new GarbageTally(now, 2);
  tally.add(version('a', 1e12, now + 60 * dayMs));
  const b2 = garbageCost(tally.result(), priceTable[0]!);
  expect(b2.perMonth).toBeCloseTo((6.95 * 365) / 12 / 30, 5);
  expect(b2.untilFree).toBeCloseTo(6.95 * 2, 5);
});
