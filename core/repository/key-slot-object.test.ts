import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../crypto/keys.ts';
import { encodeJson } from './json-body.ts';
import { encodeKeySlot, openKeySlot, readKeySlot } from './key-slot-object.ts';
import { objectHeader } from './object-header.ts';
import { forEveryDamage } from './testing/for-every-damage.ts';
import { outcome } from './testing/outcome.ts';

const master = new Uint8Array(randomBytes(32));
const slot = { repositoryId: '00112233445566778899aabbccddeeff', memoryKiB: 65_536, iterations: 2 };

/** A slot object with another cleartext before the same sealed bytes. */
function withCleartext(bytes: Uint8Array, change: (json: Record<string, unknown>) => unknown): Uint8Array {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(10);
  const json = JSON.parse(Buffer.from(bytes.subarray(14, 14 + length)).toString()) as Record<string, unknown>;
  const changed = encodeJson(change(json));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(changed.length);
  return Buffer.concat([objectHeader('keys'), size, changed, bytes.subarray(14 + length)]);
}

test('opens with the passphrase only, and its cleartext is bound to it', async () => {
  const bytes = await encodeKeySlot(slot, 'correct horse', master, randomBytes);
  const read = readKeySlot(bytes);
  expect(read).toMatchObject({ repositoryId: slot.repositoryId, fingerprint: fingerprint(master) });
  expect(await openKeySlot(read, 'correct horse')).toEqual(master);
  expect(await openKeySlot(read, 'Correct horse')).toBeUndefined();
  for (const change of [
    { repository: 'f'.repeat(32) },
    { fingerprint: '0000-0000-0000-0000' },
    { later: 1 },
  ]) {
    const swapped = readKeySlot(withCleartext(bytes, (json) => ({ ...json, ...change })));
    expect(await openKeySlot(swapped, 'correct horse')).toBeUndefined();
  }
  const other = await encodeKeySlot(slot, 'other', new Uint8Array(32), randomBytes);
  const crossed = Buffer.concat([read.framed, readKeySlot(other).sealed]);
  expect(await openKeySlot(readKeySlot(crossed), 'other')).toBeUndefined();
});

describe('before anything is computed', () => {
  const framed = (kdf: unknown): Uint8Array =>
    withCleartext(
      Buffer.concat([
        objectHeader('keys'),
        Buffer.from([0, 0, 0, 2]),
        Buffer.from('{}'),
        new Uint8Array(112),
      ]),
      () => ({
        repository: slot.repositoryId,
        fingerprint: 'x',
        kdf,
      }),
    );
  const kdf = { name: 'argon2id', memoryKiB: 65_536, iterations: 2, parallelism: 1, salt: '00'.repeat(32) };

  test('a good one is read', () => {
    expect(outcome(() => readKeySlot(framed(kdf)))).toBe('done');
  });

  test.each<[string, unknown]>([
    ['a gigabyte', { ...kdf, memoryKiB: 1_048_576 }],
    ['a weak one', { ...kdf, memoryKiB: 1024 }],
    ['a hundred rounds', { ...kdf, iterations: 100 }],
    ['one round', { ...kdf, iterations: 1 }],
    ['another algorithm', { ...kdf, name: 'scrypt' }],
    ['lanes', { ...kdf, parallelism: 4 }],
    ['a short salt', { ...kdf, salt: '00' }],
    ['none', undefined],
    ['null', null],
  ])('%s is refused', (_, value) => {
    expect(() => readKeySlot(framed(value))).toThrow('object-damaged');
  });

  test('any damage gives a slot or object-damaged, never a crash', () => {
    forEveryDamage(framed(kdf), 1, (spoiled) =>
      expect(['done', 'object-damaged', 'format-unknown']).toContain(outcome(() => readKeySlot(spoiled))),
    );
  });
});
