import { expect, test } from 'vitest';
import { defaultChunkSizes } from '../chunker/chunk-sizes.ts';
import { deriveKeys } from '../crypto/keys.ts';
import { describeRepository, encodeRepository, openRepositoryObject } from './repository-object.ts';
import { forEveryDamage } from './testing/for-every-damage.ts';
import { outcome } from './testing/outcome.ts';

const keys = deriveKeys(new Uint8Array(32).fill(1));
const description = {
  repositoryId: '00112233445566778899aabbccddeeff',
  fingerprint: '0123-4567-89ab-cdef',
  chunking: defaultChunkSizes,
};

test('says what it was given, to whoever holds the key; without the key it only claims', () => {
  const bytes = encodeRepository(keys, description);
  expect(openRepositoryObject(keys, bytes)).toEqual(description);
  expect(describeRepository(bytes)).toEqual(description);
  expect(openRepositoryObject(deriveKeys(new Uint8Array(32)), bytes)).toBeUndefined();
});

test('no damage is accepted', () => {
  forEveryDamage(encodeRepository(keys, description), 1, (spoiled) => {
    const opened: unknown[] = [];
    expect(['done', 'object-damaged', 'format-unknown']).toContain(
      outcome(() => opened.push(openRepositoryObject(keys, spoiled))),
    );
    expect(opened.filter((one) => one !== undefined)).toEqual([]);
  });
});

test('impossible chunk sizes are not written', () => {
  const chunking = { min: 64, avg: 1000, max: 4096 };
  expect(() => encodeRepository(keys, { ...description, chunking })).toThrow('chunk sizes');
});
