import { describe, expect, test } from 'vitest';
import type { Instant, ListedVersion } from '../model/object.ts';
import { packName } from '../repository/names.ts';
import { VersionJudge, type JudgedVersions } from './judge-versions.ts';
import type { KnownVersion } from './known-versions.ts';

const now = 1_000_000;
const prefix = 'laptop/';
const nameOf = (n: number): string => packName('', n.toString(16).padStart(64, '0'));

function known(n: number, more: Partial<KnownVersion> = {}): KnownVersion {
  return {
    name: nameOf(n),
    versionId: `v${n}`,
    size: 100,
    kind: 'pack',
    confirmedUntil: 0,
    needed: true,
    wanted: true,
    ...more,
  };
}

function row(
  name: string,
  versionId: string,
  more: Partial<ListedVersion> & { until?: Instant } = {},
): ListedVersion {
  const { until = now + 500, ...rest } = more;
  return {
    name: prefix + name,
    versionId,
    kind: 'object',
    size: 100,
    uploadedAt: 10,
    latest: false,
    lock: { mode: until > 0 ? 'compliance' : null, until: until > 0 ? until : null, legalHold: false },
    ...rest,
  };
}

const marker = (name: string, uploadedAt: Instant): ListedVersion =>
  row(name, `m${uploadedAt}`, { kind: 'marker', size: 0, uploadedAt, until: 0 });

function judge(ours: readonly KnownVersion[], rows: Iterable<ListedVersion>): JudgedVersions {
  const byName = new Map<string, KnownVersion[]>();
  for (const one of ours) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const judging = new VersionJudge(prefix, byName, now, false);
  for (const one of rows) judging.take(one);
  return judging.end();
}

const names = (versions: readonly { readonly name: string }[]): readonly string[] =>
  versions.map(({ name }) => name);

describe('alarms', () => {
  test('nothing, where everything is as it was stored', () => {
    const judged = judge([known(1), known(2)], [row(nameOf(1), 'v1'), row(nameOf(2), 'v2')]);
    expect([judged.hidden, judged.overwritten, judged.suspects, judged.unseen]).toEqual([[], [], [], []]);
    expect(judged.seen.map(({ listedUntil }) => listedUntil)).toEqual([now + 500, now + 500]);
    expect(judged.counts).toMatchObject({ versions: 2, orphans: 0, duplicates: 0, foreignNames: 0 });
  });

  test('a marker above a running lock, whatever lies between, also on what no snapshot needs', () => {
    const rows = [
      marker(nameOf(1), 20),
      row(nameOf(1), 'v1'),
      marker(nameOf(2), 30),
      row(nameOf(2), 'x', { size: 7, uploadedAt: 20 }),
      row(nameOf(2), 'v2'),
    ];
    const judged = judge([known(1), known(2, { needed: false, wanted: false, kind: 'convenience' })], rows);
    expect(names(judged.hidden)).toEqual([nameOf(1), nameOf(2)]);
    expect(judged.seen.every(({ covered }) => covered)).toBe(true);
    expect(judged.counts.hiddenAfterExpiry).toBe(0);
  });

  test('a marker from before the lock ended, also after it ended; none from after', () => {
    const letGo = { needed: false, confirmedUntil: 0 };
    const rows = (at: Instant): readonly ListedVersion[] => [
      marker(nameOf(1), at),
      row(nameOf(1), 'v1', { until: 500 }),
    ];
    expect(names(judge([known(1, letGo)], rows(499)).hidden)).toEqual([nameOf(1)]);
    const after = judge([known(1, letGo)], rows(500));
    expect([after.hidden, after.counts.hiddenAfterExpiry]).toEqual([[], 1]);
  });

  test('a marker over what is needed, whatever its lock', () => {
    const judged = judge([known(1)], [marker(nameOf(1), 900), row(nameOf(1), 'v1', { until: 500 })]);
    expect(names(judged.hidden)).toEqual([nameOf(1)]);
  });

  test('by confirmed dates where the listing tells none', () => {
    const hidden = known(1, { needed: false, confirmedUntil: now + 1 });
    const rows = [marker(nameOf(1), 20), row(nameOf(1), 'v1', { lock: undefined })];
    expect(names(judge([hidden], rows).hidden)).toEqual([nameOf(1)]);
    expect(judge([{ ...hidden, confirmedUntil: 0 }], rows).hidden).toEqual([]);
  });

  test('bytes of another length above a running lock; below it they are a count', () => {
    const over = judge([known(1)], [row(nameOf(1), 'x', { size: 7, uploadedAt: 20 }), row(nameOf(1), 'v1')]);
    expect(names(over.overwritten)).toEqual([nameOf(1)]);
    const under = judge([known(1)], [row(nameOf(1), 'v1'), row(nameOf(1), 'x', { size: 7, uploadedAt: 5 })]);
    expect([under.overwritten, under.counts.foreignVersions]).toEqual([[], 1]);
  });

  test('as many bytes above a running lock are to be compared; below it they are copies', () => {
    const over = judge([known(1)], [row(nameOf(1), 'x', { uploadedAt: 20 }), row(nameOf(1), 'v1')]);
    expect(over.suspects.map(({ versionId, over: { known: ours } }) => [versionId, ours.name])).toEqual([
      ['x', nameOf(1)],
    ]);
    const under = judge([known(1)], [row(nameOf(1), 'v1'), row(nameOf(1), 'x', { uploadedAt: 5 })]);
    expect([under.suspects, under.counts.duplicates]).toEqual([[], 1]);
  });

  test('a version that a repeated upload of ours left is no alarm, above or below', () => {
    const both = [known(1), known(1, { versionId: 'copy', needed: false, wanted: false })];
    const judged = judge(both, [row(nameOf(1), 'copy', { uploadedAt: 20 }), row(nameOf(1), 'v1')]);
    expect([judged.hidden, judged.overwritten, judged.suspects]).toEqual([[], [], []]);
    expect(judged.counts.duplicates).toBe(1);
  });

  test('what is needed and not listed is missing, also where another version of its name is there', () => {
    const judged = judge([known(1), known(2)], [row(nameOf(1), 'another')]);
    expect(names(judged.unseen)).toEqual([nameOf(1), nameOf(2)]);
  });
});

describe('counts', () => {
  test('what belongs to nobody, to nobody any more, and to the proofs', () => {
    const rows = [
      row('holiday.jpg', 'a'),
      marker('notes.txt', 20),
      row('notes.txt', 'b', { until: 0 }),
      row(nameOf(7), 'c', { until: 0, size: 11 }),
      row(`proof/${'0'.repeat(64)}`, 'd'),
    ];
    const { counts } = judge([known(8, { wanted: false, needed: false })], [...rows, row(nameOf(8), 'v8')]);
    expect(counts).toMatchObject({
      versions: 6,
      markers: 1,
      foreignNames: 2,
      foreignNameBytes: 200,
      orphans: 2,
      orphanBytes: 111,
      proofs: 1,
      otherLockedBytes: 200,
    });
  });

  test('a flood leaves nothing behind but numbers', () => {
    function* flood(): Generator<ListedVersion> {
      yield row(nameOf(1), 'v1');
      for (let n = 0; n < 50_000; n++) yield row(nameOf(2), `x${n}`, { uploadedAt: 90_000 - n });
      for (let n = 0; n < 50_000; n++) yield row(nameOf(2), `y${n}`, { size: 1, uploadedAt: 40_000 });
      yield row(nameOf(2), 'v2');
      for (let n = 0; n < 50_000; n++) yield row(`zz/${n}`, 'z');
    }
    const judged = judge([known(1), known(2)], flood());
    expect(judged.suspects.length).toBeLessThan(10);
    expect(judged.suspects.length + judged.furtherSuspects).toBe(50_000);
    expect(names(judged.overwritten)).toEqual([nameOf(2)]);
    expect(judged.counts).toMatchObject({
      foreignNames: 50_000,
      foreignVersions: 50_000,
      duplicates: 50_000,
    });
  });
});
