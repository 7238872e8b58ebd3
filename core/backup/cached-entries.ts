import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { BytePath, Entry } from '../model/entry.ts';

/** Below this, a compression call costs more time than the bytes are worth. */
const compressFrom = 4_096;
const openBracket = 0x5b;

/** A directory's entries as the catalog keeps them: JSON, zstd where it is long. Local only, no part of the format. */
export function encodeCachedEntries(entries: readonly Entry[]): Uint8Array {
  const json = Buffer.from(JSON.stringify(entries), 'utf8');
  return json.length < compressFrom
    ? json
    : zstdCompressSync(json, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

export function decodeCachedEntries(bytes: Uint8Array): ReadonlyMap<BytePath, Entry> {
  const json = bytes[0] === openBracket ? bytes : zstdDecompressSync(bytes);
  const entries = JSON.parse(Buffer.from(json).toString('utf8')) as Entry[];
  return new Map(entries.map((entry) => [entry.name, entry]));
}
