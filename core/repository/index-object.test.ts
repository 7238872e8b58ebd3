import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveKeys } from '../crypto/keys.ts';
import { sealBox } from './box.ts';
import { ByteWriter } from './byte-writer.ts';
import { maxIndexRows, openIndex, sealIndex, type IndexRow } from './index-object.ts';
import { objectHeader } from './object-header.ts';
import { padme } from './padme.ts';
import { forEveryDamage } from './testing/for-every-damage.ts';
import { outcome } from './testing/outcome.ts';

const keys = deriveKeys(new Uint8Array(32).fill(1));
const repositoryId = '00112233445566778899aabbccddeeff';

const row = (overrides: Partial<IndexRow> = {}): IndexRow => ({
  pack: randomBytes(32).toString('hex'),
  versionId: '4_z27c88f1d182b150646ff0b16_f200ec353a2184825_d20161018_m203001_c000_v0001016_t0010',
  size: 33_554_432,
  uploadedAt: 1_795_000_000_123,
  kind: 'data',
  contents: randomBytes(50),
  ...overrides,
});

const plain = (rows: readonly IndexRow[]): unknown[] =>
  rows.map((one) => ({ ...one, contents: Buffer.from(one.contents).toString('hex') }));

test('any rows come back', () => {
  const rows = fc.uniqueArray(
    fc.record({
      pack: fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((bytes) => Buffer.from(bytes).toString('hex')),
      versionId: fc.string({ unit: 'binary', maxLength: 100 }),
      size: fc.nat(2 ** 29),
      uploadedAt: fc.nat(Number.MAX_SAFE_INTEGER),
      kind: fc.constantFrom('data' as const, 'tree' as const),
      contents: fc.uint8Array({ maxLength: 100 }),
    }),
    { minLength: 1, maxLength: 20, selector: (one) => one.pack },
  );
  fc.assert(
    fc.property(rows, (some) => {
      const bytes = sealIndex(keys, repositoryId, some, randomBytes);
      expect(bytes.length).toBe(padme(bytes.length));
      expect(plain(openIndex(keys, repositoryId, bytes))).toEqual(plain(some));
    }),
    { numRuns: 30 },
  );
});

test('any damage, another repository, another key: object-damaged', () => {
  const bytes = sealIndex(keys, repositoryId, [row(), row({ kind: 'tree' })], randomBytes);
  forEveryDamage(bytes, 7, (spoiled) =>
    expect(() => openIndex(keys, repositoryId, spoiled)).toThrow(/object-damaged|format-unknown/),
  );
  expect(() => openIndex(keys, 'ff112233445566778899aabbccddeeff', bytes)).toThrow('object-damaged');
  expect(() => openIndex({ ...keys, index: keys.data }, repositoryId, bytes)).toThrow('object-damaged');
});

describe('bounds', () => {
  test('what a reader would refuse is not written', () => {
    expect(() => sealIndex(keys, repositoryId, [], randomBytes)).toThrow(RangeError);
    const many = Array.from({ length: maxIndexRows + 1 }, () => row());
    expect(() => sealIndex(keys, repositoryId, many, randomBytes)).toThrow(RangeError);
    const twice = row();
    expect(() => sealIndex(keys, repositoryId, [twice, twice], randomBytes)).toThrow('twice');
    expect(() => sealIndex(keys, repositoryId, [row({ size: 2 ** 40 })], randomBytes)).toThrow('too large');
  });

  test('sealed nonsense is refused without exhausting memory', () => {
    const open = (body: Uint8Array): unknown => {
      const place = { key: keys.index, type: 'index', repositoryId } as const;
      return openIndex(
        keys,
        repositoryId,
        Buffer.concat([objectHeader('index'), sealBox(place, body, randomBytes(32))]),
      );
    };
    expect(() => open(new ByteWriter().varint(2 ** 40).bytes)).toThrow('too large');
    expect(() => open(new ByteWriter().varint(1).byte(7).bytes)).toThrow('unknown kind');
    const huge = new ByteWriter().varint(1).byte(0).raw(new Uint8Array(32)).varint(0).varint(1).varint(1);
    expect(() => open(huge.varint(2 ** 50).bytes)).toThrow('too large');
    const badText = new ByteWriter().varint(1).byte(0).raw(new Uint8Array(32)).varint(1).byte(0xff);
    expect(() => open(badText.varint(1).varint(1).varint(0).bytes)).toThrow('UTF-8');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        expect(['done', 'object-damaged']).toContain(outcome(() => open(body)));
      }),
    );
  });
});
