import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSealed, sealInto, sealOverhead } from './sealing.ts';

const key = new Uint8Array(32).fill(1);
const salt = new Uint8Array(32).fill(2);
const data = Uint8Array.of(3, 4);

function seal(content: Uint8Array, at = 0): Uint8Array {
  const out = new Uint8Array(at + sealOverhead + content.length);
  const half = content.length >> 1;
  expect(sealInto(out, at, key, data, salt, [content.subarray(0, half), content.subarray(half)])).toBe(
    out.length,
  );
  return out.subarray(at);
}

test('what was sealed opens, wherever it was written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(50), (content, at) => {
      expect(openSealed(key, data, seal(content, at))).toEqual(Buffer.from(content));
    }),
  );
});

test('every single flipped bit is noticed', () => {
  const sealed = seal(Uint8Array.from({ length: 20 }, (_, index) => index));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const spoiled = sealed.slice();
    spoiled[bit >> 3]! ^= 1 << (bit & 7);
    expect(openSealed(key, data, spoiled)).toBeUndefined();
  }
});

test('cut short or prolonged it does not open', () => {
  const sealed = seal(new Uint8Array(20));
  for (let length = 0; length < sealed.length; length++)
    expect(openSealed(key, data, sealed.subarray(0, length))).toBeUndefined();
  expect(openSealed(key, data, Buffer.concat([sealed, Uint8Array.of(0)]))).toBeUndefined();
});

test('another key or other additional data do not open it', () => {
  const sealed = seal(new Uint8Array(20));
  expect(openSealed(new Uint8Array(32), data, sealed)).toBeUndefined();
  expect(openSealed(key, Uint8Array.of(3, 5), sealed)).toBeUndefined();
  expect(openSealed(key, Uint8Array.of(3), sealed)).toBeUndefined();
});

test('another salt is another key: equal contents look different', () => {
  const other = new Uint8Array(sealOverhead + 20);
  sealInto(other, 0, key, data, new Uint8Array(32).fill(7), [new Uint8Array(20)]);
  const overlap = [...seal(new Uint8Array(20))].filter((byte, index) => byte === other[index]);
  expect(overlap.length).toBeLessThan(20);
});
