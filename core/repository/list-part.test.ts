import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NeededObject } from '../model/needed-object.ts';
import { encodeJson } from './json-body.ts';
import { cutListParts, decodeListPart, encodeListPart, maxListRows } from './list-part.ts';
import { packName } from './names.ts';
import { objectHeader } from './object-header.ts';

function row(seed: number, hash = createHash('sha256').update(String(seed)).digest('hex')): NeededObject {
  return { name: packName('', hash), versionId: `version-${seed}`, size: 1000 + seed };
}
const rows = (count: number): NeededObject[] => Array.from({ length: count }, (_, index) => row(index));
const key = (part: readonly NeededObject[]): string => JSON.stringify(part);

describe('cutting', () => {
  test('keeps every row once and in order, in parts of at most 1,024, about 256', () => {
    const all = rows(20_000);
    const parts = cutListParts(all);
    expect(parts.flat()).toEqual(all);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(maxListRows);
    expect(all.length / parts.length).toBeGreaterThan(180);
    expect(all.length / parts.length).toBeLessThan(340);
    expect(cutListParts([])).toEqual([]);
  });

  test('names that never hash to a cut', () => {
    const stubborn = Array.from({ length: 2500 }, (_, seed) =>
      row(seed, seed.toString(16).padStart(62, '0') + 'ff'),
    );
    expect(cutListParts(stubborn).map((part) => part.length)).toEqual([1024, 1024, 452]);
  });

  test('rows added at the end change the last part only, a removed one changes at most two', () => {
    const all = rows(5000);
    const before = cutListParts(all);
    const grown = cutListParts([...all, ...rows(5100).slice(5000)]);
    expect(grown.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
    const known = new Set(before.map(key));
    fc.assert(
      fc.property(fc.nat(all.length - 1), (gone) => {
        const fresh = cutListParts(all.toSpliced(gone, 1)).filter((part) => !known.has(key(part)));
        expect(fresh.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 30 },
    );
  });
});

describe('encoding', () => {
  test('there and back', () => {
    expect(decodeListPart(encodeListPart(rows(300)))).toEqual(rows(300));
  });

  const made = (value: unknown): Uint8Array => Buffer.concat([objectHeader('lists'), encodeJson(value)]);
  const good = [row(1).name, 'v', 5];
  test.each<[string, unknown]>([
    ['nothing', { needs: [] }],
    ['no list', { needs: {} }],
    ['no version id', { needs: [[good[0], '', 5]] }],
    ['a version id that no URL can hold', { needs: [[good[0], '\ud800', 5]] }],
    ['a version id of two lines', { needs: [[good[0], 'a\nb', 5]] }],
    ['too many', { needs: rows(maxListRows + 1).map((one) => [one.name, one.versionId, one.size]) }],
    ['a name twice', { needs: [good, good] }],
    ['a row too long', { needs: [[...good, 1]] }],
    ['a row too short', { needs: [good.slice(0, 2)] }],
    ['a name out of the prefix', { needs: [['../' + row(1).name, 'v', 5]] }],
    ['a snapshot as a pack', { needs: [[`snapshots/${'0'.repeat(64)}`, 'v', 5]] }],
    ['a negative size', { needs: [[good[0], 'v', -1]] }],
    ['a size that is a text', { needs: [[good[0], 'v', '5']] }],
    ['a version id that is none', { needs: [[good[0], null, 5]] }],
    ['an array', [good]],
  ])('%s is refused', (_, value) => {
    expect(() => decodeListPart(made(value))).toThrow('object-damaged');
  });

  test('nesting that would exhaust a parser, text that is not UTF-8, a later format', () => {
    const deep = Buffer.concat([objectHeader('lists'), Buffer.from('['.repeat(100_000))]);
    expect(() => decodeListPart(deep)).toThrow('nested');
    expect(() =>
      decodeListPart(Buffer.concat([objectHeader('lists'), Uint8Array.of(0x22, 0xff, 0x22)])),
    ).toThrow('JSON');
    const later = encodeListPart(rows(1));
    later[8] = 2;
    expect(() => decodeListPart(later)).toThrow('format-unknown {"version":2}');
  });

  test('any bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((json) => Buffer.from(json)),
        ),
        (body) => {
          expect(() => decodeListPart(Buffer.concat([objectHeader('lists'), body]))).toThrow(
            'object-damaged',
          );
        },
      ),
    );
  });
});
