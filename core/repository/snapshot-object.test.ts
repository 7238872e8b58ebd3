import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deriveKeys } from '../crypto/keys.ts';
import { mac } from '../crypto/mac.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { objectName } from './names.ts';
import { padme } from './padme.ts';
import { readSnapshotBody } from './snapshot-body.ts';
import {
  cleartextLength,
  cleartextLengthBytes,
  openSnapshot,
  readCleartext,
  sealSnapshot,
} from './snapshot-object.ts';
import { forEveryDamage } from './testing/for-every-damage.ts';

const keys = deriveKeys(new Uint8Array(32).fill(1));
const repositoryId = '00112233445566778899aabbccddeeff';
const hash = (digit: string): string => digit.repeat(64);

const body: SnapshotBody = {
  startedAt: 1_795_000_000_000,
  finishedAt: 1_795_000_060_000,
  host: 'höst',
  user: 'me',
  platform: 'linux',
  program: 'holdfast 0.1.0',
  roots: [{ path: '/home/me', node: hash('a') }],
  excludes: ['*.tmp'],
  complete: true,
  statistics: { files: 3, directories: 2, others: 1, bytes: 100, newBytes: 50, storedBytes: 40 },
  skipped: [{ path: '/home/me/x', reason: 'not readable' }],
  skippedCount: 1,
  previous: hash('b'),
  protectDays: 30,
  changes: { added: 3, 'lost-type': 0 },
  decisions: [{ at: 5, kind: 'pin', value: { deep: [1, null, 'x'] } }],
};
const parts = [{ name: objectName('', 'lists', hash('c')), versionId: 'v1', size: 4000 }];
const seal = (): Uint8Array => sealSnapshot(keys, repositoryId, { parts, body }, randomBytes);

test('opens to what was sealed; its length tells little', () => {
  const bytes = seal();
  expect(openSnapshot(keys, repositoryId, bytes)).toEqual({ parts, body });
  expect(bytes.length).toBe(padme(bytes.length));
  expect(
    openSnapshot(keys, repositoryId, sealSnapshot(keys, repositoryId, { parts: [], body }, randomBytes))
      .parts,
  ).toEqual([]);
});

test('the list key alone reads the parts and nothing else', () => {
  expect(readCleartext(seal(), keys.list)).toEqual({ repositoryId, parts });
  expect(() => readCleartext(seal(), keys.snapshot)).toThrow('not made with this key');
  expect(seal().toString()).not.toContain('/home/me');
  expect(() => openSnapshot({ ...keys, snapshot: keys.list }, repositoryId, seal())).toThrow('does not open');
});

describe('with the list key alone', () => {
  const clearLength = (): number => cleartextLength(seal().subarray(0, cleartextLengthBytes), 2 ** 20);
  /** The same cleartext as a later format would hold it, with a MAC that fits. */
  const ofFormat = (version: number, json?: string): Uint8Array => {
    const framed = Buffer.from(seal().subarray(0, clearLength() - 32));
    const bytes = json === undefined ? framed : Buffer.concat([framed.subarray(0, 14), Buffer.from(json)]);
    bytes[8] = version;
    bytes.writeUInt32BE(bytes.length - 14, 10);
    return Buffer.concat([bytes, mac(keys.list, bytes)]);
  };

  test('the beginning of the object is enough, and a byte less is not', () => {
    const bytes = seal();
    expect(readCleartext(bytes.subarray(0, clearLength()), keys.list)).toEqual({ repositoryId, parts });
    expect(() => readCleartext(bytes.subarray(0, clearLength() - 1), keys.list)).toThrow('object-damaged');
    expect(() => cleartextLength(bytes.subarray(0, cleartextLengthBytes - 1), 2 ** 20)).toThrow('too short');
    expect(() => cleartextLength(bytes, 10)).toThrow('ends too early');
  });

  test('a snapshot of a later format tells what it needs, if its MAC fits', () => {
    expect(readCleartext(ofFormat(2), keys.list)).toEqual({ repositoryId, parts });
    const forged = ofFormat(2);
    forged[forged.length - 1]! ^= 1;
    expect(() => readCleartext(forged, keys.list)).toThrow('not made with this key');
  });

  test('what is authentic and not understood is told apart from what is damaged', () => {
    expect(() => readCleartext(ofFormat(2, '{"other":1}'), keys.list)).toThrow('format-unknown');
    expect(() => readCleartext(ofFormat(2, 'not JSON'), keys.list)).toThrow('format-unknown');
    expect(() => readCleartext(ofFormat(1, '{"other":1}'), keys.list)).toThrow('object-damaged');
  });
});

test('any damage is noticed', () => {
  forEveryDamage(seal(), 11, (spoiled) =>
    expect(() => openSnapshot(keys, repositoryId, spoiled)).toThrow(/object-damaged|format-unknown/),
  );
});

test('halves of two snapshots do not make a third, even with the list key in hand', () => {
  const bytes = seal();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(10);
  const other = Buffer.from(bytes.subarray(0, 14 + length));
  other.write('v2', other.indexOf('v1'));
  const forged = Buffer.concat([other, mac(keys.list, other), bytes.subarray(14 + length + 32)]);
  expect(readCleartext(forged, keys.list).parts[0]?.versionId).toBe('v2');
  expect(() => openSnapshot(keys, repositoryId, forged)).toThrow('do not belong together');
});

test('another repository', () => {
  expect(() => openSnapshot(keys, 'ff112233445566778899aabbccddeeff', seal())).toThrow('another repository');
});

describe('a body', () => {
  test.each(Object.keys(body))('without %s, or with a wrong one, is refused', (field) => {
    // Snapshots of before there was detection do not have it.
    if (field !== 'changes')
      expect(() => readSnapshotBody({ ...body, [field]: undefined })).toThrow('object-damaged');
    expect(() => readSnapshotBody({ ...body, [field]: Symbol('wrong') })).toThrow('object-damaged');
    expect(() => readSnapshotBody({ ...body, [field]: [1] })).toThrow('object-damaged');
  });

  test('with fields of a later version is read without them', () => {
    expect(readSnapshotBody({ ...body, later: 1 })).toEqual(body);
  });

  test('that no reader would accept is not written', () => {
    const wrong = { ...body, skippedCount: -1 };
    expect(() => sealSnapshot(keys, repositoryId, { parts, body: wrong }, randomBytes)).toThrow(
      'cannot be read',
    );
    const pack = [{ ...parts[0]!, name: 'packs/cc/' + hash('c') }];
    expect(() => sealSnapshot(keys, repositoryId, { parts: pack, body }, randomBytes)).toThrow(
      'cannot be read',
    );
  });
});
