import { expect, test } from 'vitest';
import type { Decision } from '../model/snapshot.ts';
import { letGoBefore } from './let-go-before.ts';
import { dayMs } from './period.ts';
import { encodeRetention, retentionPresets, type RetentionPolicy } from './retention.ts';

const { everything } = retentionPresets;
const onlyNewest: RetentionPolicy = { all: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
const start = Date.UTC(2026, 0, 1);
const at = (day: number, policy: RetentionPolicy, ...more: readonly Decision[]) => ({
  id: String(day),
  uploadedAt: start + day * dayMs,
  complete: true,
  decisions: [{ at: 0, kind: 'retention', value: encodeRetention(policy) }, ...more],
});
const gone = (published: readonly ReturnType<typeof at>[]) => [...letGoBefore(published, dayMs)].toSorted();

test('nothing, while everything was kept', () => {
  expect(gone([])).toEqual([]);
  expect(gone([at(0, everything), at(1, everything), at(2, onlyNewest)])).toEqual([]);
});

test('what was let go at some time, though it would be kept again by now', () => {
  // Published on the 2nd day, it works from the 9th on, until the 12th.
  const published = [at(0, everything), at(1, everything), at(2, onlyNewest), at(10, onlyNewest)];
  expect(gone(published)).toEqual(['0', '1', '2']);
  expect(gone([...published, at(12, everything), at(40, everything)])).toEqual(['0', '1', '2']);
});

test('a flood of changes hides nothing that was let go before it, and is not looked at to its end', () => {
  const before = [at(0, everything), at(1, everything), at(2, onlyNewest), at(10, onlyNewest)];
  const flood = Array.from({ length: 5000 }, (_, index) =>
    at(10 + index / 10_000, { ...onlyNewest, daily: index }),
  );
  expect(gone([...before, ...flood]).slice(0, 2)).toEqual(['0', '1']);
});

test('a policy that never worked let nothing go', () => {
  const published = [at(0, everything), at(1, everything), at(2, onlyNewest), at(8, everything)];
  expect(gone([...published, at(20, everything)])).toEqual([]);
});

test('lets go at the end of the week without a new list, and by pins that were lifted', () => {
  const pin: Decision = { at: 0, kind: 'pin', value: { snapshot: '0' } };
  const published = [at(0, onlyNewest, pin), at(5, onlyNewest, pin), at(6, onlyNewest), at(12.5, onlyNewest)];
  expect(gone(published)).toEqual(['5', '6']);
  expect(gone([...published, at(13, onlyNewest)])).toEqual(['0', '12.5', '5', '6']);
});
