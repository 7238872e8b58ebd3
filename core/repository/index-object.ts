import type { RepositoryKeys } from '../crypto/keys.ts';
import { fromHex, toHex } from '../crypto/hex.ts';
import { saltBytes } from '../crypto/sealing.ts';
import type { Instant } from '../model/object.ts';
import { openBox, sealBox } from './box.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { damaged } from './damaged.ts';
import { checkHeader, headerBytes, objectHeader } from './object-header.ts';
import { maxPackBytes } from './pack-contents.ts';
import type { PackKind } from './pack-layout.ts';
import { padme } from './padme.ts';
import { proofRead } from './proof-read.ts';

/** One uploaded pack. Who holds the index key wrote it, so it binds the pack's contents to its name. */
export type IndexRow = {
  /** Name hash of the pack, hex. */
  readonly pack: string;
  readonly versionId: string;
  readonly size: number;
  readonly uploadedAt: Instant;
  readonly kind: PackKind;
  /** Encoded PackContents. */
  readonly contents: Uint8Array;
};

/** More packs go into a second index object. */
export const maxIndexRows = 4096;
/** Cut the rows earlier where their contents reach this many bytes. */
export const targetIndexBytes = 2 * 2 ** 20;
/** Do not download more than this as an index object. */
export const maxIndexBytes = 2 ** 27;

const kindBytes = { data: 0, tree: 1 } as const;
const kinds: readonly PackKind[] = ['data', 'tree'];
const maxVersionIdBytes = 1024;

/**
 * The object's bytes.
 * @param rows 1 to `maxIndexRows`, each pack once
 * @throws bug where a reader would refuse them
 */
export function sealIndex(
  keys: RepositoryKeys,
  repositoryId: string,
  rows: readonly IndexRow[],
  random: (bytes: number) => Uint8Array,
): Uint8Array {
  if (rows.length === 0 || rows.length > maxIndexRows)
    throw new RangeError(`${rows.length} rows in an index object`);
  const writer = new ByteWriter(64 * 1024).varint(rows.length);
  for (const row of rows) {
    const versionId = new TextEncoder().encode(row.versionId);
    writer.byte(kindBytes[row.kind]).raw(fromHex(row.pack));
    writer.varint(versionId.length).raw(versionId);
    writer.varint(row.size).varint(row.uploadedAt);
    writer.varint(row.contents.length).raw(row.contents);
  }
  const place = { key: keys.index, type: 'index', repositoryId } as const;
  const box = sealBox(
    place,
    writer.bytes,
    random(saltBytes),
    (length) => padme(headerBytes + length) - headerBytes,
  );
  const bytes = Buffer.concat([objectHeader('index'), box]);
  proofRead(() => openIndex(keys, repositoryId, bytes));
  return bytes;
}

/** Contents of the rows are views, not yet decoded. @throws format-unknown, object-damaged */
export function openIndex(
  keys: RepositoryKeys,
  repositoryId: string,
  bytes: Uint8Array,
): readonly IndexRow[] {
  checkHeader(bytes, 'index');
  const place = { key: keys.index, type: 'index', repositoryId } as const;
  const reader = new ByteReader(openBox(place, bytes.subarray(headerBytes)));
  const count = reader.varint(maxIndexRows);
  const rows: IndexRow[] = [];
  const seen = new Set<string>();
  for (let index = 0; index < count; index++) {
    const kind = kinds[reader.byte()];
    if (!kind) throw damaged('it lists an unknown kind of pack');
    const pack = toHex(reader.raw(32));
    const versionId = decodeText(reader.raw(reader.varint(maxVersionIdBytes)));
    const size = reader.varint(maxPackBytes);
    const uploadedAt = reader.varint(Number.MAX_SAFE_INTEGER);
    const contents = reader.raw(reader.varint(reader.remaining));
    seen.add(pack);
    rows.push({ pack, versionId, size, uploadedAt, kind, contents });
  }
  reader.end();
  if (seen.size !== rows.length) throw damaged('it lists a pack twice');
  return rows;
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged('a text in it is not UTF-8');
  }
}
