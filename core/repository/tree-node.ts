import { isHex } from '../crypto/hex.ts';
import type { BytePath, ChunkId, DirectoryNode, Entry } from '../model/entry.ts';
import { damaged } from './damaged.ts';
import { asArray, decodeJsonRecord, encodeJson } from './json-body.ts';
import { entryToJson, readEntry } from './tree-entry.ts';
import { proofRead } from './proof-read.ts';

/** Directories up to this size are one node; larger ones are paged. */
export const maxNodeEntries = 4096;
const minPageEntries = 1024;
const maxPages = 65_536;

export type EncodedDirectory = {
  /** Bytes of the directory's own node. */
  readonly node: Uint8Array;
  /** Its pages, to be stored as tree chunks too; empty for most directories. */
  readonly pages: readonly { readonly id: ChunkId; readonly bytes: Uint8Array }[];
};

/**
 * @param entries sorted by name in byte order, names once
 * @param idOf the chunk id of bytes
 */
export function encodeDirectory(
  entries: readonly Entry[],
  idOf: (bytes: Uint8Array) => ChunkId,
): EncodedDirectory {
  assertSorted(entries);
  if (entries.length <= maxNodeEntries) return { node: encodeEntries(entries), pages: [] };
  const pages = cutPages(entries).map((page) => {
    const bytes = encodeEntries(page);
    return { id: idOf(bytes), bytes };
  });
  return { node: encodeJson({ pages: pages.map((page) => page.id) }), pages };
}

/** Node or page. @throws object-damaged */
export function decodeDirectory(bytes: Uint8Array): DirectoryNode {
  const value = decodeJsonRecord(bytes);
  if (value['pages'] !== undefined) {
    const pages = asArray(value['pages'], 'pages', maxPages);
    if (value['entries'] !== undefined || pages.length === 0)
      throw damaged('a directory is neither node nor page');
    return { pages: pages.map(readId) };
  }
  const entries = asArray(value['entries'], 'entries', maxNodeEntries).map(readEntry);
  if (!isSorted(entries)) throw damaged('the names in a directory are not in order');
  return { entries };
}

function encodeEntries(entries: readonly Entry[]): Uint8Array {
  const bytes = encodeJson({ entries: entries.map(entryToJson) });
  proofRead(() => decodeDirectory(bytes));
  return bytes;
}

/** A page ends after a name that hashes so (one in 1,024), so a new file changes one page. */
function cutPages(entries: readonly Entry[]): (readonly Entry[])[] {
  const pages: (readonly Entry[])[] = [];
  let start = 0;
  entries.forEach((entry, index) => {
    const length = index + 1 - start;
    if (length < maxNodeEntries && (length < minPageEntries || nameHash(entry.name) % 1024 !== 0)) return;
    pages.push(entries.slice(start, index + 1));
    start = index + 1;
  });
  if (start < entries.length) pages.push(entries.slice(start));
  return pages;
}

/** FNV-1a, 32 bits, with a last mix because the low bits decide. */
function nameHash(name: BytePath): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function readId(value: unknown): ChunkId {
  if (!isHex(value, 32)) throw damaged('a page is not a chunk id');
  return value;
}

/** One character per byte, so comparing strings compares bytes. */
function isSorted(entries: readonly Entry[]): boolean {
  return entries.every((entry, index) => index === 0 || entries[index - 1]!.name < entry.name);
}

function assertSorted(entries: readonly Entry[]): void {
  if (!isSorted(entries)) throw new RangeError('directory entries must be sorted by name, each once');
}
