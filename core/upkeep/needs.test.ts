import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPracticeSubject, type PracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { ByteRange, ObjectVersion } from '../model/object.ts';
import { encodeListPart, maxListPartBytes } from '../repository/list-part.ts';
import { Needs, readNeeds, versionKey, type NeedingSnapshot } from './needs.ts';

const object = (name: string): NeededObject => ({ name, versionId: 'v', size: 1 });
const pack = (hash: string): string => `packs/${hash.slice(0, 2)}/${hash}`;

/** Parts by number name packs by number; snapshots name parts by number. */
const world = fc.record({
  parts: fc.array(fc.uniqueArray(fc.nat(9), { minLength: 1 }), { minLength: 1, maxLength: 6 }),
  snapshots: fc.array(fc.uniqueArray(fc.nat(5), { minLength: 1 }), { minLength: 1, maxLength: 6 }),
});

test('unions, smallest values and sums are those of the plain sets', () => {
  fc.assert(
    fc.property(
      world,
      fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 }),
      ({ parts, snapshots }, dates) => {
        const needs = new Needs();
        parts.forEach((packs, n) =>
          needs.addPart(
            object(`part${n}`),
            packs.map((one) => object(`pack${one}`)),
          ),
        );
        const all = snapshots.map((own, n): NeedingSnapshot => ({
          id: `${n}`,
          version: object(`snapshot${n}`),
          uploadedAt: n,
          parts: own.filter((part) => part < parts.length).map((part) => object(`part${part}`)),
        }));
        for (const snapshot of all) needs.addSnapshot(snapshot);
        const namesOf = ({ version, parts: own }: NeedingSnapshot): readonly string[] => [
          version.name,
          ...own.flatMap(({ name }) => [name, ...parts[Number(name.slice(4))]!.map((one) => `pack${one}`)]),
        ];
        const date = (name: string): number =>
          dates[Buffer.from(name).reduce((sum, byte) => sum + byte, 0) % 30]!;
        const some = all.filter((_, n) => n % 2 === 0);
        expect(new Set(needs.union(some).map(({ name }) => name))).toEqual(new Set(some.flatMap(namesOf)));
        expect(needs.union(some).length).toBe(new Set(some.flatMap(namesOf)).size);
        expect(needs.least(some, ({ name }) => date(name))).toEqual(
          new Map(some.map((one) => [one.id, Math.min(...namesOf(one).map(date))])),
        );
        // What two parts of a snapshot name counts twice, in the plain list as well.
        expect(needs.sums(some, ({ name }) => date(name))).toEqual(
          new Map(some.map((one) => [one.id, namesOf(one).reduce((sum, name) => sum + date(name), 0)])),
        );
      },
    ),
  );
});

describe('read from a bucket', () => {
  let subject: PracticeSubject;
  beforeAll(async () => {
    subject = await openPracticeSubject('b2');
  });
  afterAll(() => subject.close());

  const put = async (bytes: Uint8Array, name: string): Promise<NeededObject> => {
    const { versionId } = await subject.store.put({
      name: subject.prefix + name,
      body: bytes,
      sha256: sha256Hex(bytes),
      lockUntil: undefined,
    });
    return { name, versionId, size: bytes.length };
  };
  const putPart = async (rows: readonly NeededObject[]): Promise<NeededObject> => {
    const bytes = encodeListPart(rows);
    return await put(bytes, `lists/${sha256Hex(bytes)}`);
  };
  const snapshot = (id: string, parts: readonly NeededObject[]): NeedingSnapshot => ({
    id,
    version: object(`snapshots/${id}`),
    uploadedAt: 1,
    parts,
  });

  test('no more is downloaded than a list part can have, whatever a snapshot says of it', async () => {
    const name = `lists/${'2'.repeat(64)}`;
    const long = await put(new Uint8Array(100_000), name);
    const asked: (ByteRange | undefined)[] = [];
    const { store } = subject;
    const watched = {
      get: (version: ObjectVersion, range?: ByteRange) => {
        asked.push(range);
        return store.get(version, range);
      },
    } as typeof store;
    for (const size of [0, 50, 200_000, maxListPartBytes + 1]) {
      const needs = await readNeeds(
        { ...subject, store: watched },
        [snapshot('a', [{ ...long, size }])],
        undefined,
      );
      expect(needs.unreadable.map(({ code }) => code)).toEqual(['object-damaged']);
    }
    expect(asked).toEqual([
      { start: 0, end: 50 },
      { start: 0, end: 200_000 },
    ]);
  });

  test('each part once, from the cache where it has it; what is gone or damaged is told', async () => {
    const first = await putPart([object(pack('ab'.repeat(32)))]);
    const gone = { ...first, name: `lists/${'0'.repeat(64)}`, versionId: first.versionId.replace(/.$/, 'f') };
    const damaged = await put(Buffer.from('not a list'), `lists/${'1'.repeat(64)}`);
    const kept = new Map<string, Uint8Array>();
    const cache = {
      snapshotBytes: (name: string) => kept.get(name),
      keepSnapshotBytes: (name: string, bytes: Uint8Array) => void kept.set(name, bytes),
    };
    const all = [snapshot('a', [first]), snapshot('b', [first, gone]), snapshot('c', [damaged])];
    const needs = await readNeeds(subject, all, cache);
    expect(
      needs.unreadable
        .map(({ part, code, snapshots }) => [part.name, code, snapshots])
        .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual([
      [gone.name, 'object-missing', ['b']],
      [damaged.name, 'object-damaged', ['c']],
    ]);
    expect(needs.least(all, () => 7)).toEqual(
      new Map([
        ['a', 7],
        ['b', 0],
        ['c', 0],
      ]),
    );
    expect(needs.union([all[0]!]).map(versionKey)).toEqual([
      versionKey(all[0]!.version),
      versionKey(first),
      `${pack('ab'.repeat(32))} v`,
    ]);
    expect([...kept.keys()]).toEqual([first.name]);
    const unreachable = {
      ...subject,
      store: { ...subject.store, get: () => Promise.reject(new Error('asked for what is kept')) },
    };
    expect((await readNeeds(unreachable as typeof subject, [all[0]!], cache)).unreadable).toEqual([]);
  });
});
