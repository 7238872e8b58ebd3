import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ChunkSizes } from '../chunker/chunk-sizes.ts';
import { Chunker } from '../chunker/chunker.ts';
import { gearTable } from '../chunker/gear-table.ts';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import { deriveKeys, fingerprint, type RepositoryKeys } from '../crypto/keys.ts';
import { wordsToMaster } from '../crypto/recovery-words.ts';
import { sha256Hex } from '../crypto/sha256.ts';
import type { NeededObject } from '../model/needed-object.ts';
import { additionalData, type SealType } from './additional-data.ts';
import { openBox, sealBox } from './box.ts';
import { openIndex } from './index-object.ts';
import { openKeySlot, readKeySlot } from './key-slot-object.ts';
import { decodeListPart, encodeListPart } from './list-part.ts';
import { objectName, packName } from './names.ts';
import { openPack, openSegment } from './pack-reader.ts';
import { padme } from './padme.ts';
import { encodeRepository, openRepositoryObject } from './repository-object.ts';
import { openSnapshot } from './snapshot-object.ts';
import { decodeDirectory } from './tree-node.ts';

type Vectors = {
  readonly master: string;
  readonly words: string;
  readonly repositoryId: string;
  readonly fingerprint: string;
  readonly keys: Readonly<Record<keyof RepositoryKeys, string>>;
  readonly gearTable: Readonly<Record<string, string>>;
  readonly cuts: { readonly sizes: ChunkSizes; readonly ends: readonly number[] };
  readonly chunkId: { readonly plain: string; readonly id: string };
  readonly additionalData: string;
  readonly box: {
    readonly type: SealType;
    readonly salt: string;
    readonly plain: string;
    readonly sealed: string;
  };
  readonly padme: Readonly<Record<string, number>>;
  readonly dataPack: string;
  readonly treePack: string;
  readonly index: string;
  readonly list: string;
  readonly snapshot: string;
  readonly repository: string;
  readonly slot: { readonly passphrase: string; readonly object: string };
  readonly plain: readonly string[];
};

const page = readFileSync(new URL('../../docs/format.md', import.meta.url), 'utf8');
const vectors = JSON.parse(/```json\n([^]*?)```/.exec(page)?.[1] ?? '') as Vectors;

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (some: Uint8Array): string => Buffer.from(some).toString('hex');
const { repositoryId } = vectors;
const master = wordsToMaster(vectors.words);
const keys = deriveKeys(master);
const hasher = new ChunkIdHasher(keys.chunkId);

/** Chunks of a pack by id, each checked. */
function chunksOf(pack: Uint8Array): Map<string, Uint8Array> {
  const { kind, contents } = openPack(keys, repositoryId, undefined, pack);
  return new Map(
    contents.chunks.map((chunk) => {
      const { offset, sealedLength, plainLength } = contents.segments[chunk.segment]!;
      const sealed = pack.subarray(offset, offset + sealedLength);
      const segment = openSegment(keys, repositoryId, kind, sealed, plainLength);
      const plain = segment.subarray(chunk.offset, chunk.offset + chunk.length);
      expect(hex(hasher.id(plain))).toBe(hex(chunk.id));
      return [hex(chunk.id), plain];
    }),
  );
}

describe('the vectors of docs/format.md', () => {
  test('keys', () => {
    expect(hex(master)).toBe(vectors.master);
    expect(fingerprint(master)).toBe(vectors.fingerprint);
    expect(Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, hex(key)]))).toEqual(
      vectors.keys,
    );
    expect(hex(hasher.id(Buffer.from(vectors.chunkId.plain)))).toBe(vectors.chunkId.id);
  });

  test('cuts', () => {
    const table = gearTable(keys.gear);
    for (const [index, value] of Object.entries(vectors.gearTable))
      expect(table[Number(index)]).toBe(BigInt(value));
    const chunker = new Chunker(keys.gear, vectors.cuts.sizes, 8192);
    const start = Chunker.headroom;
    const end = start + 4096;
    for (let i = 0; i < 4096; i++)
      chunker.buffer[start + i] = (31 * i * i + 7 * (i >> 3) + (i % 13) * i) % 256;
    const ends: number[] = [];
    for (let at = start; at < end; ends.push(at - start)) at = chunker.cut(at, end, true);
    expect(ends).toEqual(vectors.cuts.ends);
  });

  test('seals', () => {
    const { type, salt, plain, sealed } = vectors.box;
    const place = { key: keys.data, type, repositoryId };
    expect(hex(additionalData(type, repositoryId, 9 + plain.length))).toBe(vectors.additionalData);
    expect(hex(sealBox(place, Buffer.from(plain), bytes(salt)))).toBe(sealed);
    expect(Buffer.from(openBox(place, bytes(sealed))).toString()).toBe(plain);
    for (const [length, padded] of Object.entries(vectors.padme)) expect(padme(Number(length))).toBe(padded);
  });

  test('repository object and slot', async () => {
    const description = openRepositoryObject(keys, bytes(vectors.repository))!;
    expect(description).toMatchObject({ repositoryId, fingerprint: vectors.fingerprint });
    expect(hex(encodeRepository(keys, description))).toBe(vectors.repository);
    const slot = readKeySlot(bytes(vectors.slot.object));
    expect(hex((await openKeySlot(slot, vectors.slot.passphrase))!)).toBe(vectors.master);
  });

  test('from the snapshot down to the bytes of a file', () => {
    const objects = new Map<string, Uint8Array>();
    for (const pack of [vectors.dataPack, vectors.treePack])
      objects.set(packName('', sha256Hex(bytes(pack))), bytes(pack));
    objects.set(objectName('', 'lists', sha256Hex(bytes(vectors.list))), bytes(vectors.list));
    const get = ({ name, size }: NeededObject): Uint8Array => {
      const object = objects.get(name)!;
      expect(object).toHaveLength(size);
      return object;
    };
    const { parts, body } = openSnapshot(keys, repositoryId, bytes(vectors.snapshot));
    const packs = parts.flatMap((part) => decodeListPart(get(part)));
    expect(hex(encodeListPart(packs))).toBe(vectors.list);
    const chunks = new Map(packs.flatMap((pack) => [...chunksOf(get(pack))]));
    const entries = (id: string): ReturnType<typeof decodeDirectory> => decodeDirectory(chunks.get(id)!);
    const root = entries(body.roots[0]!.node);
    const home = 'entries' in root ? root.entries[0]! : undefined;
    expect(home).toMatchObject({ name: 'me', type: 'directory', mode: 0o755 });
    const inside = entries(home!.node!);
    const [file, link] = 'entries' in inside ? inside.entries : [];
    expect(file).toMatchObject({ name: 'a.txt', size: 185, mtimeNs: '1700000000123456789' });
    const contents = file!.content!.map((piece) => chunks.get(piece.id)!);
    expect(contents.map((piece) => Buffer.from(piece).toString())).toEqual(vectors.plain);
    expect(link).toMatchObject({ name: '\xc3\xa9', type: 'symlink', target: 'a.txt', mtimeNs: '-1' });
  });

  test('the index says what the trailers say', () => {
    const rows = openIndex(keys, repositoryId, bytes(vectors.index));
    expect(rows.map((row) => row.kind)).toEqual(['data', 'tree']);
    for (const [at, pack] of [vectors.dataPack, vectors.treePack].entries()) {
      const trailer = openPack(keys, repositoryId, rows[at]!.kind, bytes(pack));
      expect(rows[at]!.pack).toBe(sha256Hex(bytes(pack)));
      expect(hex(rows[at]!.contents)).toBe(hex(trailer.encodedContents));
    }
  });
});
