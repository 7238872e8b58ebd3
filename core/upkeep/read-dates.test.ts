import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPracticeSubject, type PracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { openCatalog, type Catalog } from '../catalog/catalog.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import { packName } from '../repository/names.ts';
import { concurrently } from '../system/concurrently.ts';
import { realWorld } from '../system/world.ts';
import type { SeenVersion } from './judge-versions.ts';
import { readDates, takeSample, type ReadDates } from './read-dates.ts';

const policy = lockPolicy(30);
const many = 130;
let subject: PracticeSubject;
let catalog: Catalog;
let now: number;
let until: number;
const stored: SeenVersion[] = [];

beforeAll(async () => {
  subject = await openPracticeSubject('s3');
  catalog = openCatalog(':memory:', 'x');
  now = (await subject.store.providerClock()).now;
  until = now + policy.protectMs;
  await concurrently(
    Array.from({ length: many }, (_, n) => n),
    16,
    async (n) => {
      const body = Buffer.from(`object ${n}`);
      const sha256 = sha256Hex(body);
      const name = packName('', sha256);
      const put = { name: subject.prefix + name, body, sha256, lockUntil: until };
      const { versionId } = await subject.store.put(put);
      stored.push({
        known: {
          name,
          versionId,
          size: body.length,
          kind: 'pack',
          confirmedUntil: until,
          needed: true,
          wanted: true,
        },
        size: body.length,
        uploadedAt: now,
        listedUntil: undefined,
        covered: false,
      });
    },
  );
});
afterAll(async () => {
  catalog.close();
  await subject.close();
});

function read(seen: readonly SeenVersion[], all = false): Promise<ReadDates> {
  const repository = { store: subject.store, prefix: subject.prefix };
  return readDates({ repository, catalog, policy, world: realWorld }, seen, now, all, () => undefined);
}

const sourcesOf = ({ dates }: ReadDates): readonly string[] => [
  ...new Set([...dates.values()].map(({ source }) => source)),
];

test('of many confirmed dates a hundred are asked for again, each time others', async () => {
  const first = await read(stored);
  expect([first.dates.size, first.sampled]).toEqual([many, 100]);
  expect([...first.dates.values()].filter(({ source }) => source === 'question')).toHaveLength(100);
  expect([...first.dates.values()].every((date) => date.until === until)).toBe(true);
  const second = await read(stored);
  const asked = ({ dates }: ReadDates): readonly string[] =>
    [...dates].flatMap(([{ known }, { source }]) => (source === 'question' ? [known.name] : [])).toSorted();
  expect(asked(second)).not.toEqual(asked(first));
});

test('all are asked for where that is wanted, and each that is not known to last long', async () => {
  const all = await read(stored, true);
  expect([sourcesOf(all), all.sampled]).toEqual([['question'], 0]);
  const short = stored.map((one, n) =>
    n < 20 ? one : { ...one, known: { ...one.known, confirmedUntil: 0 } },
  );
  const some = await read(short);
  expect([some.dates.size, some.sampled]).toEqual([many, 20]);
  expect([...some.dates.values()].every((date) => date.until === until)).toBe(true);
});

test('none is asked for where the listing tells them; one that is gone has none', async () => {
  const listed = stored.map((one) => ({ ...one, listedUntil: 7 }));
  expect([...(await read(listed)).dates.values()]).toEqual(
    listed.map(() => ({ until: 7, source: 'listing' })),
  );
  const [one] = stored;
  const gone = { ...one!, known: { ...one!.known, versionId: 'never-was' } };
  const found = await read([gone]);
  expect([found.dates.size, [...found.gone]]).toEqual([0, [gone]]);
});

test('a sample holds different ones, and all where there are few', () => {
  const items = Array.from({ length: 50 }, (_, n) => n);
  const sample = takeSample(items, 20, realWorld);
  expect([sample.length, new Set(sample).size]).toEqual([20, 20]);
  expect(takeSample(items, 100, realWorld).toSorted((a, b) => a - b)).toEqual(items);
});
