import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { deriveKeys } from '../crypto/keys.ts';
import { boxOverhead } from './box.ts';
import { headerBytes } from './object-header.ts';
import { padme } from './padme.ts';
import { decodePackContents } from './pack-contents.ts';
import { openPack, openSegment, openTrailer, trailerReadSizeNeeded } from './pack-reader.ts';
import { outcome } from './testing/outcome.ts';
import { PackWriter, packSlackBytes, type FinishedPack, type PackWriterOptions } from './pack-writer.ts';

const keys = deriveKeys(new Uint8Array(32).fill(1));
const repositoryId = '00112233445566778899aabbccddeeff';
const hasher = new ChunkIdHasher(keys.chunkId);

function writer(options: Partial<PackWriterOptions> = {}): PackWriter {
  return new PackWriter({
    kind: 'data',
    key: keys.data,
    repositoryId,
    buffer: new Uint8Array(0),
    targetBytes: 2 ** 20,
    random: randomBytes,
    ...options,
  });
}

function pack(chunks: readonly Uint8Array[], options: Partial<PackWriterOptions> = {}): FinishedPack {
  const packing = writer(options);
  for (const chunk of chunks) packing.add(hasher.id(chunk), chunk);
  return packing.finish();
}

/** All chunks of a pack by id, each checked against its id: what check --read-data does. */
function unpack(bytes: Uint8Array, id = repositoryId): Map<string, Uint8Array> {
  const { kind, contents } = openPack(keys, id, undefined, bytes);
  const plains = contents.segments.map(({ offset, sealedLength, plainLength }) =>
    openSegment(keys, id, kind, bytes.subarray(offset, offset + sealedLength), plainLength),
  );
  const found = new Map<string, Uint8Array>();
  for (const chunk of contents.chunks) {
    const plain = plains[chunk.segment]!.subarray(chunk.offset, chunk.offset + chunk.length);
    if (Buffer.compare(hasher.id(plain), chunk.id) !== 0) throw new Error('a chunk does not fit its id');
    found.set(Buffer.from(chunk.id).toString('hex'), plain);
  }
  return found;
}

const text = (length: number, seed: number): Uint8Array =>
  Buffer.from(`${seed} the quick brown fox `.repeat(Math.ceil(length / 20))).subarray(0, length);
const mixed = (): Uint8Array[] => [
  text(300, 1),
  randomBytes(5000),
  text(900_000, 2),
  randomBytes(600_000),
  text(2_500_000, 3),
  ...Array.from({ length: 50 }, (_, index) => text(30_000 + index, index + 10)),
];

describe('a pack', () => {
  test('gives back what went in, in either kind', () => {
    for (const kind of ['data', 'tree'] as const) {
      const chunks = mixed();
      const finished = pack(chunks, { kind, key: keys[kind] });
      const found = unpack(finished.bytes);
      expect(found.size).toBe(chunks.length);
      expect(finished.chunkCount).toBe(chunks.length);
      expect(finished.plainBytes).toBe(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
      for (const chunk of chunks) {
        const plain = found.get(Buffer.from(hasher.id(chunk)).toString('hex'))!;
        expect(Buffer.compare(plain, chunk)).toBe(0);
      }
    }
  });

  test('any chunks', () => {
    const chunks = fc.uniqueArray(fc.uint8Array({ minLength: 1, maxLength: 400 }), {
      minLength: 1,
      maxLength: 20,
      selector: (chunk) => chunk.join(),
    });
    fc.assert(
      fc.property(chunks, (plains) => {
        const found = [...unpack(pack(plains).bytes).values()];
        expect(found.map((plain) => plain.join()).sort()).toEqual(plains.map((plain) => plain.join()).sort());
      }),
      { numRuns: 40 },
    );
  });

  test('is named by its bytes, padded, and carries its contents twice alike', () => {
    const { bytes, sha256, contents } = pack(mixed());
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(bytes.length).toBe(padme(bytes.length));
    const tail = bytes.subarray(bytes.length - trailerReadSizeNeeded(bytes));
    const trailer = openTrailer(keys, repositoryId, 'data', tail, bytes.length);
    expect(Buffer.compare(trailer.encodedContents, contents)).toBe(0);
    expect(trailer.kind).toBe('data');
  });

  test('groups small chunks into segments of at most 1 MiB; larger ones have their own', () => {
    const { contents, bytes } = pack(mixed());
    const { segments, chunks } = decodePackContents(contents);
    const perSegment = segments.map((_, index) => chunks.filter((chunk) => chunk.segment === index));
    const shared = segments.filter((_, index) => perSegment[index]!.length > 1);
    expect(Math.max(...shared.map((segment) => segment.plainLength))).toBeLessThanOrEqual(2 ** 20);
    expect(segments).toHaveLength(5);
    expect(segments[0]!.offset).toBe(headerBytes);
    // Repetitive text shrinks, random bytes are kept as they are.
    expect(bytes.length).toBeLessThan(800_000);
    const random = segments.find((segment) => segment.plainLength === 600_000)!;
    expect(random.sealedLength).toBe(600_000 + boxOverhead);
  });

  test('reuses the buffer of the one before and grows it where needed', () => {
    const first = writer({ buffer: new Uint8Array(100) });
    const chunk = randomBytes(600_000);
    first.add(hasher.id(chunk), chunk);
    first.finish();
    const capacity = first.buffer.length;
    expect(capacity).toBeGreaterThan(600_000);
    const second = writer({ buffer: first.buffer });
    second.add(hasher.id(chunk), chunk);
    expect(unpack(second.finish().bytes).size).toBe(1);
    expect(second.buffer).toBe(first.buffer);
  });

  test('a buffer of targetBytes and packSlackBytes is enough', () => {
    const buffer = new Uint8Array(2 ** 20 + packSlackBytes);
    const packing = writer({ buffer });
    const chunks = [randomBytes(2 ** 20 - 1000), randomBytes(4 * 2 ** 20)];
    packing.add(hasher.id(chunks[0]!), chunks[0]!);
    expect(packing.isFull).toBe(false);
    packing.add(hasher.id(chunks[1]!), chunks[1]!);
    expect(packing.isFull).toBe(true);
    packing.finish();
    expect(packing.buffer).toBe(buffer);
  });

  test('keeps nothing of the caller', () => {
    const chunk = Uint8Array.of(1, 2, 3);
    const id = hasher.id(chunk);
    const packing = writer();
    packing.add(id, chunk);
    const expected = Buffer.from(id).toString('hex');
    id.fill(0);
    chunk.fill(9);
    expect([...unpack(packing.finish().bytes)]).toEqual([[expected, Buffer.from([1, 2, 3])]]);
  });

  test('refuses what could only be a bug', () => {
    const packing = writer();
    expect(() => packing.finish()).toThrow('empty pack');
    expect(() => packing.add(new Uint8Array(31), Uint8Array.of(1))).toThrow('an id that is none');
    expect(() => packing.add(new Uint8Array(32), new Uint8Array(0))).toThrow('an empty chunk');
    packing.add(new Uint8Array(32), Uint8Array.of(1));
    expect(() => packing.add(new Uint8Array(32), Uint8Array.of(2))).toThrow('twice');
    packing.finish();
    expect(() => packing.add(new Uint8Array(32).fill(1), Uint8Array.of(1))).toThrow('finished');
    expect(() => packing.finish()).toThrow('finished twice');
  });
});

describe('damage', () => {
  test('a bit that turns between sealing and opening again stops the pack', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(7), (position, bit) => {
        const afterSeal = (sealed: Uint8Array): void => {
          sealed[position % sealed.length]! ^= 1 << bit;
        };
        expect(() => pack([text(5000, 1)], { afterSeal })).toThrow('memory');
      }),
    );
  });

  test('so does one in the data while they are being sealed', () => {
    const chunk = randomBytes(600_000);
    const afterSeal = (): void => {
      chunk[300_000]! ^= 1;
    };
    expect(() => pack([chunk], { afterSeal })).toThrow('memory');
  });

  test('any bit anywhere: the name does not fit; within header, segments, trailer, footer it does not open either', () => {
    const { bytes, sha256, contents } = pack([text(5000, 1), randomBytes(600)]);
    const last = decodePackContents(contents).segments.at(-1)!;
    const bodyEnd = last.offset + last.sealedLength;
    const trailerStart = bytes.length - trailerReadSizeNeeded(bytes);
    for (let bit = 0; bit < bytes.length * 8; bit += 5) {
      const spoiled = bytes.slice();
      const at = bit >> 3;
      spoiled[at]! ^= 1 << (bit & 7);
      expect(createHash('sha256').update(spoiled).digest('hex')).not.toBe(sha256);
      const refused = at < bodyEnd || at >= trailerStart;
      expect(outcome(() => unpack(spoiled)) !== 'done').toBe(refused);
    }
  });

  test('cut short at either end', () => {
    const { bytes } = pack([text(5000, 1)]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => unpack(bytes.subarray(0, length))).toThrow('object-damaged');
      expect(() => unpack(bytes.subarray(bytes.length - length))).toThrow('object-damaged');
    }
  });

  test('segments that change places, within a pack or between packs', () => {
    const twins = [randomBytes(600_000), randomBytes(600_000)];
    const { bytes, contents } = pack(twins);
    const other = pack([randomBytes(600_000), randomBytes(600_000)]).bytes;
    const [first, second] = decodePackContents(contents).segments;
    const length = first!.sealedLength;
    expect(second!.sealedLength).toBe(length);
    const swapped = bytes.slice();
    swapped.set(bytes.subarray(first!.offset, first!.offset + length), second!.offset);
    swapped.set(bytes.subarray(second!.offset, second!.offset + length), first!.offset);
    expect(() => unpack(swapped)).toThrow('its segments are not those');
    const mixedUp = bytes.slice();
    mixedUp.set(other.subarray(first!.offset, first!.offset + length), first!.offset);
    expect(() => unpack(mixedUp)).toThrow('its segments are not those');
    const franken = Buffer.concat([other.subarray(0, bytes.length - 2000), bytes.subarray(-2000)]);
    expect(() => unpack(franken)).toThrow('its segments are not those');
  });

  test('another repository, another kind, another length', () => {
    const { bytes, contents } = pack([text(5000, 1)]);
    const tree = deriveKeys(new Uint8Array(32).fill(1));
    expect(() => unpack(bytes, 'ff112233445566778899aabbccddeeff')).toThrow('does not open');
    expect(() => openPack(keys, repositoryId, 'tree', bytes)).toThrow('does not open');
    const { offset, sealedLength, plainLength } = decodePackContents(contents).segments[0]!;
    const sealed = bytes.subarray(offset, offset + sealedLength);
    expect(openSegment(tree, repositoryId, 'data', sealed, plainLength)).toHaveLength(plainLength);
    expect(() => openSegment(keys, repositoryId, 'data', sealed, plainLength - 1)).toThrow('as long as');
    expect(() =>
      openSegment({ ...keys, tree: keys.data }, repositoryId, 'tree', sealed, plainLength),
    ).toThrow('does not open');
  });

  test('a trailer that needs more bytes than were read says so', () => {
    const { bytes } = pack([text(5000, 1)]);
    const needed = trailerReadSizeNeeded(bytes);
    expect(() => openTrailer(keys, repositoryId, 'data', bytes.subarray(1 - needed), bytes.length)).toThrow(
      'not read whole',
    );
    expect(() => openTrailer(keys, repositoryId, 'data', bytes.subarray(-needed), needed - 10)).toThrow(
      'object-damaged',
    );
    expect(() => openTrailer(keys, repositoryId, 'data', bytes.subarray(-needed), needed + 100)).toThrow(
      'more than it holds',
    );
  });

  test('a later format', () => {
    const { bytes } = pack([text(5000, 1)]);
    bytes[8] = 2;
    expect(() => unpack(bytes)).toThrow('format-unknown');
  });
});
