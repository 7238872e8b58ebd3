import { isHex } from '../crypto/hex.ts';
import type { BytePath, ContentRef, Entry, EntryType } from '../model/entry.ts';
import { damaged } from './damaged.ts';
import { asArray, asCount, asRecord, asText, type JsonRecord } from './json-body.ts';

const typeLetters = {
  file: 'f',
  directory: 'd',
  symlink: 'l',
  fifo: 'p',
  socket: 's',
  'character-device': 'c',
  'block-device': 'b',
} as const satisfies Record<EntryType, string>;

const typeOf = new Map<unknown, EntryType>(
  (Object.keys(typeLetters) as EntryType[]).map((type) => [typeLetters[type], type]),
);

const maxChunks = 2 ** 24;
const maxXattrs = 10_000;
const maxXattrBytes = 2 ** 24;
const maxNameBytes = 4096;
const maxLook = 65_535;
const maxTargetBytes = 65_536;

/** Short keys in a fixed order; what an entry does not have is left out. docs/format.md names them. */
export function entryToJson(entry: Entry): JsonRecord {
  return {
    n: entry.name,
    t: typeLetters[entry.type],
    m: entry.mode,
    u: entry.uid,
    g: entry.gid,
    mt: entry.mtimeNs,
    ...(entry.type === 'file' && {
      s: entry.size,
      c: (entry.content ?? []).map(({ id, length }) => [id, length]),
    }),
    ...(entry.node !== undefined && { d: entry.node }),
    ...(entry.target !== undefined && { l: entry.target }),
    ...(entry.device !== undefined && { r: entry.device }),
    ...(entry.link !== undefined && { h: entry.link }),
    ...(entry.look !== undefined && { k: entry.look }),
    ...(entry.sparse && { z: 1 }),
    ...(entry.xattrs !== undefined && entry.xattrs.length > 0 && { x: entry.xattrs }),
  };
}

/** @throws object-damaged unless every field is what its type needs, and nothing could lead out of the directory */
export function readEntry(value: unknown): Entry {
  const json = asRecord(value, 'an entry');
  const type = typeOf.get(json['t']);
  if (!type) throw damaged('an entry has an unknown type');
  return {
    name: readName(json['n']),
    type,
    mode: asCount(json['m'], 'a mode', 0o7777),
    uid: asCount(json['u'], 'an owner', 2 ** 32 - 1),
    gid: asCount(json['g'], 'a group', 2 ** 32 - 1),
    mtimeNs: readTime(json['mt']),
    ...readContent(type, json),
    ...readTypeFields(type, json),
    ...(json['h'] !== undefined && { link: asText(json['h'], 'a link', 64) }),
    ...(type === 'file' && json['k'] !== undefined && { look: asCount(json['k'], 'a look', maxLook) }),
    ...(json['z'] === 1 && { sparse: true }),
    ...(json['x'] !== undefined && { xattrs: asArray(json['x'], 'attributes', maxXattrs).map(readXattr) }),
  };
}

function readContent(type: EntryType, json: JsonRecord): Pick<Entry, 'size' | 'content'> {
  if (type !== 'file') return { size: 0 };
  const size = asCount(json['s'], 'a size');
  const content = asArray(json['c'], 'contents', maxChunks).map((ref): ContentRef => {
    const [id, length] = asArray(ref, 'a piece', 2);
    if (!isHex(id, 32)) throw damaged('a piece is not a chunk id');
    return { id, length: asCount(length, 'a length', 2 ** 27, 1) };
  });
  if (content.reduce((sum, ref) => sum + ref.length, 0) !== size)
    throw damaged('a file is not as long as its pieces');
  return { size, content };
}

function readTypeFields(type: EntryType, json: JsonRecord): Pick<Entry, 'node' | 'target' | 'device'> {
  if (type === 'directory') {
    const node = json['d'];
    if (!isHex(node, 32)) throw damaged('a directory has no node');
    return { node };
  }
  if (type === 'symlink') return { target: readBytes(json['l'], 'a link target', maxTargetBytes) };
  if (type === 'character-device' || type === 'block-device')
    return { device: asCount(json['r'], 'a device') };
  return {};
}

function readName(value: unknown): BytePath {
  const name = readBytes(value, 'a name', maxNameBytes);
  if (name === '.' || name === '..' || name.includes('/')) throw damaged('a name is a path');
  return name;
}

/** One character per byte, none of them NUL. */
function readBytes(value: unknown, what: string, max: number): BytePath {
  const text = asText(value, what, max);
  // oxlint-disable-next-line no-control-regex
  if (!/^[\x01-\xff]+$/.test(text)) throw damaged(`${what} is empty or not bytes`);
  return text;
}

function readTime(value: unknown): string {
  const text = asText(value, 'a time', 24);
  if (!/^(0|-?[1-9][0-9]*)$/.test(text)) throw damaged('a time is not a number');
  return text;
}

function readXattr(value: unknown): readonly [string, string] {
  const [name, contents] = asArray(value, 'an attribute', 2);
  const base64 = asText(contents, 'an attribute', maxXattrBytes);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw damaged('an attribute is not base64');
  return [asText(name, 'an attribute name', 1024), base64];
}
