import { expect, test } from 'vitest';
import type { ListedVersion } from '../../model/object.ts';
import { firstAt, SnapshotNames } from './snapshot-names.ts';

const idOf = (number: number): string => number.toString(16).padStart(64, '0');

function version(id: string, uploadedAt: number, more: Partial<ListedVersion> = {}): ListedVersion {
  return {
    name: `p/snapshots/${id}`,
    versionId: `v${uploadedAt}`,
    kind: 'object',
    size: 1_000,
    uploadedAt,
    latest: false,
    lock: undefined,
    ...more,
  };
}

function taken(versions: readonly ListedVersion[], most = 100): SnapshotNames {
  const names = new SnapshotNames('p/', most);
  for (const one of versions) names.take(one);
  return names;
}

test('oldest first, with what stands above the oldest version of each name', () => {
  const names = taken([
    version(idOf(1), 90, { kind: 'marker', size: 0 }),
    version(idOf(1), 80, { size: 500 }),
    version(idOf(1), 70, { kind: 'marker', size: 0 }),
    version(idOf(1), 60),
    version(idOf(2), 10),
  ]);
  expect(names.end().names).toMatchObject([
    { id: idOf(2), markerAt: undefined, otherAt: undefined },
    { id: idOf(1), markerAt: 70, otherAt: 80 },
  ]);
  expect([names.versions, names.markers, names.foreignNames]).toEqual([5, 2, 0]);
});

test('a copy of the same length is not taken for other bytes; very many versions are', () => {
  const copy = taken([version(idOf(1), 90), version(idOf(1), 60)]).end().names;
  expect(copy[0]).toMatchObject({ otherAt: undefined });
  expect(copy[0]!.versions.map(({ uploadedAt }) => uploadedAt)).toEqual([60, 90]);
  const many = taken(Array.from({ length: 1_000 }, (_, at) => version(idOf(1), 2_000 - at))).end().names;
  expect(many[0]!.versions.length).toBe(4);
  expect(many[0]).toMatchObject({ otherAt: 1_005 });
});

test('what cannot be ours is a count', () => {
  const names = taken([
    version('abc', 1),
    version(idOf(1).toUpperCase().replace('0', 'G'), 1),
    version(idOf(2), 1, { size: 10 }),
    version(idOf(3), 1, { size: 2 ** 40 }),
    version(idOf(4), 1, { kind: 'marker' }),
    version(`${idOf(5)}/x`, 1),
  ]);
  expect(names.end().names).toEqual([]);
  expect(names.foreignNames).toBe(6);
});

test('more names than are kept: the oldest stay, the others are counted from the oldest of them on', () => {
  const names = Array.from({ length: 5_000 }, (_, at) => version(idOf(at), ((at * 7_919) % 5_000) + 1));
  const { names: kept, dropped, droppedSince } = taken(names, 50).end();
  expect(kept.map(firstAt)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  expect([dropped, droppedSince]).toEqual([4_950, 51]);
});
