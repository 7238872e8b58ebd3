import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxOverhead } from './box.ts';
import { ByteWriter } from './byte-writer.ts';
import { decodePackContents, encodePackContents, type PackContents } from './pack-contents.ts';
import { outcome } from './testing/outcome.ts';

const id = (): Uint8Array => new Uint8Array(randomBytes(32));

/** Contents as a writer makes them: lengths of the chunks per segment. */
function contentsOf(segments: readonly (readonly number[])[]): PackContents {
  let offset = 10;
  const made = segments.map((lengths) => {
    const plainLength = lengths.reduce((sum, length) => sum + length, 0);
    const segment = { offset, sealedLength: plainLength + boxOverhead, plainLength };
    offset += segment.sealedLength;
    return segment;
  });
  const chunks = segments.flatMap((lengths, segment) => {
    let start = 0;
    return lengths.map((length) => ({ id: id(), segment, offset: (start += length) - length, length }));
  });
  return { segments: made, chunks };
}

test('any contents come back', () => {
  const lengths = fc.array(
    fc.array(fc.integer({ min: 1, max: 5_000_000 }), { minLength: 1, maxLength: 10 }),
    {
      maxLength: 10,
    },
  );
  fc.assert(
    fc.property(lengths, (segments) => {
      const contents = contentsOf(segments);
      expect(decodePackContents(encodePackContents(contents))).toEqual(contents);
    }),
  );
});

test('any other bytes are refused, or mean something that encodes to the same bytes', () => {
  const bytes = encodePackContents(contentsOf([[3, 4], [500]]));
  const near = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)).map(([at, value]) => {
    const spoiled = bytes.slice();
    spoiled[at] = value;
    return spoiled;
  });
  fc.assert(
    fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 200 })), (input) => {
      let again: Uint8Array = input;
      const result = outcome(() => (again = encodePackContents(decodePackContents(input))));
      expect(['done', 'object-damaged']).toContain(result);
      expect(Buffer.compare(again, input)).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test.each<[string, (writer: ByteWriter) => ByteWriter]>([
  ['a segment without chunks', (writer) => writer.varint(1).varint(200).varint(0)],
  ['an empty chunk', (writer) => writer.varint(1).varint(200).varint(1).varint(0).raw(id())],
  [
    'a segment shorter than its seal',
    (writer) => writer.varint(1).varint(boxOverhead).varint(1).varint(5).raw(id()),
  ],
  ['millions of segments', (writer) => writer.varint(2 ** 30)],
  [
    'millions of chunks',
    (writer) =>
      writer
        .varint(1)
        .varint(200)
        .varint(2 ** 30),
  ],
  [
    'a chunk of a terabyte',
    (writer) =>
      writer
        .varint(1)
        .varint(200)
        .varint(1)
        .varint(2 ** 40)
        .raw(id()),
  ],
  [
    'a chunk twice',
    (writer) => {
      const same = id();
      return writer.varint(1).varint(200).varint(2).varint(5).raw(same).varint(5).raw(same);
    },
  ],
  [
    'too long a pack',
    (writer) => {
      writer.varint(2);
      for (const one of [id(), id()])
        writer
          .varint(2 ** 29 - 1)
          .varint(1)
          .varint(5)
          .raw(one);
      return writer;
    },
  ],
  ['bytes after the end', (writer) => writer.varint(0).byte(0)],
  ['a number written the long way', (writer) => writer.byte(0x80).byte(0)],
])('%s is refused', (_, write) => {
  expect(() => decodePackContents(write(new ByteWriter()).bytes)).toThrow('object-damaged');
});

test('chunks out of the order of segments are a bug', () => {
  const { segments, chunks } = contentsOf([[1], [2]]);
  expect(() => encodePackContents({ segments, chunks: chunks.toReversed() })).toThrow(RangeError);
});
