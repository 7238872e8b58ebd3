import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { deriveKeys, fingerprint } from './keys.ts';

const master = Uint8Array.from({ length: 32 }, (_, index) => index);

/** RFC 5869 with HMAC alone, first block. */
function hkdf(purpose: string): Buffer {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(master).digest();
  return createHmac('sha256', extracted).update(`holdfast/1/${purpose}`).update(Uint8Array.of(1)).digest();
}

test('each purpose has its own HKDF key', () => {
  const keys = deriveKeys(master);
  const purposes = {
    chunkId: 'chunk-id',
    gear: 'gear',
    data: 'data',
    tree: 'tree',
    index: 'index',
    snapshot: 'snapshot',
    list: 'list',
    repository: 'repository',
  };
  for (const [name, purpose] of Object.entries(purposes))
    expect(Buffer.from(keys[name as keyof typeof purposes])).toEqual(hkdf(purpose));
  const all = Object.values(keys).map((key) => Buffer.from(key).toString('hex'));
  expect(new Set(all).size).toBe(8);
  expect(structuredClone(keys)).toEqual(keys);
});

test('the fingerprint is 16 hex digits in groups of four, and tells masters apart', () => {
  expect(fingerprint(master)).toBe(hkdf('fingerprint').toString('hex', 0, 8).match(/.{4}/g)?.join('-'));
  expect(fingerprint(new Uint8Array(32))).not.toBe(fingerprint(master));
});

test('a master key has 32 bytes', () => {
  expect(() => deriveKeys(new Uint8Array(16))).toThrow(RangeError);
});
