import { expect, test } from 'vitest';
import type { ListedVersion } from '../../model/object.ts';
import { ActivityLog } from './activity-log.ts';
import { ActivityReader } from './activity-reader.ts';

const hourMs = 3_600_000;
const pack = `packs/aa/aa${'0'.repeat(62)}`;
const orphan = `packs/bb/bb${'0'.repeat(62)}`;

const listed = (name: string, uploadedAt: number, more: Partial<ListedVersion> = {}): ListedVersion => ({
  name: `p/${name}`,
  versionId: String(uploadedAt),
  kind: 'object',
  size: 100,
  uploadedAt,
  latest: false,
  lock: undefined,
  ...more,
});

const reader = (until: number | undefined): ActivityReader =>
  new ActivityReader('p/', [{ name: pack, versionId: '10', size: 100 }], () => until);

test('ours, markers, foreign and unexplained, and evidence where it lies above a running lock', () => {
  const all = reader(1_000);
  all.take(listed(pack, 40, { kind: 'marker', size: 0 }));
  all.take(listed(pack, 30, { size: 99 }));
  all.take(listed(pack, 10));
  all.take(listed(orphan, 20));
  all.take(listed('rubbish', 25, { size: 7 }));
  all.take(listed(`index/${'c'.repeat(64)}`, 25));
  expect(all.end()).toMatchObject([
    { kind: 'hidden', at: 40, weight: 'attack' },
    { kind: 'overwritten', at: 30, weight: 'attack' },
  ]);
  expect(all.log.buckets).toEqual([
    { at: 0, ms: hourMs, ours: 1, markers: 1, foreignVersions: 2, foreignBytes: 106, unexplained: 1 },
  ]);
});

test('a marker that came when the lock had ended is how space is given back', () => {
  const all = reader(39);
  all.take(listed(pack, 40, { kind: 'marker', size: 0 }));
  all.take(listed(pack, 10));
  expect(all.end()).toEqual([]);
});

test('a copy as long as ours above it is no attack: a request that was sent twice, or strict mode', () => {
  const all = reader(1_000);
  all.take(listed(pack, 20));
  all.take(listed(pack, 10));
  expect(all.end()).toEqual([]);
  expect(all.log.buckets).toMatchObject([{ ours: 1, unexplained: 1, foreignVersions: 0 }]);
});

test('what is below ours is older than ours and covers nothing', () => {
  const all = reader(1_000);
  all.take(listed(pack, 10));
  all.take(listed(pack, 5));
  expect(all.end()).toEqual([]);
});

test('uploads far beyond what was ever uploaded in an hour are a flood', () => {
  const all = reader(undefined);
  for (let at = 0; at < 3_000; at++) all.take(listed(`rubbish ${at}`, 5 * hourMs + at));
  expect(all.end()).toMatchObject([{ kind: 'flood', at: 5 * hourMs, weight: 'attack' }]);
});

test('a log of any length has a bounded number of steps, and loses no count', () => {
  const log = new ActivityLog();
  for (let at = 0; at < 50_000; at++) log.add(at * 7 * hourMs, 'ours');
  expect(log.buckets.length).toBeLessThanOrEqual(1_000);
  expect(log.buckets.reduce((sum, { ours }) => sum + ours, 0)).toBe(50_000);
  expect(log.buckets.map(({ at }) => at)).toEqual(log.buckets.map(({ at }) => at).toSorted((a, b) => a - b));
});

const slot = `keys/${'d'.repeat(64)}`;

test('a key slot that was hidden and stored over under its lock: as the listing tells, or as was asked', () => {
  const lock = { mode: 'compliance', until: 1_000, legalHold: false } as const;
  const told = reader(undefined);
  told.take(listed(slot, 40, { kind: 'marker', size: 0 }));
  told.take(listed(slot, 30, { size: 99 }));
  told.take(listed(slot, 10, { lock }));
  expect(told.end()).toMatchObject([
    { kind: 'hidden', at: 40 },
    { kind: 'overwritten', at: 30 },
  ]);
  const asked = reader(undefined);
  asked.take(listed(slot, 40, { kind: 'marker', size: 0 }));
  asked.take(listed(slot, 10));
  const [suspect] = asked.suspects;
  expect(suspect).toMatchObject({ uploadedAt: 10 });
  asked.judgeSuspect(suspect!, 1_000);
  expect(asked.end()).toMatchObject([{ kind: 'hidden', at: 40 }]);
});

test('of very many names with something above them the oldest few are asked for', () => {
  const all = reader(undefined);
  for (let at = 0; at < 1_000; at++) {
    const name = `index/${(1_000 - at).toString(16).padStart(64, '0')}`;
    all.take(listed(name, 5_000, { kind: 'marker', size: 0 }));
    all.take(listed(name, 2_000 - at));
  }
  expect(all.suspects.length).toBe(64);
  expect(Math.max(...all.suspects.map(({ uploadedAt }) => uploadedAt))).toBe(1_064);
});
