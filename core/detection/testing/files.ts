import type { Entry } from '../../model/entry.ts';
import { lookOf } from '../look.ts';

const dayNs = 86_400n * 1_000_000_000n;

/** Bytes that look random, the same for the same seed. */
export function noise(length: number, seed = 1): Uint8Array {
  let state = seed * 2_654_435_769 || 1;
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e37_79b9;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    return (mixed ^ (mixed >>> 16)) & 0xff;
  });
}

const prose = 'It was a bright cold day in April, and the clocks were striking thirteen. ';

export function text(length: number): Uint8Array {
  return new TextEncoder().encode(prose.repeat(Math.ceil(length / prose.length)).slice(0, length));
}

const heads: Readonly<Record<string, readonly number[]>> = {
  docx: [0x50, 0x4b, 3, 4, 0x14, 0, 6, 0],
  jpg: [0xff, 0xd8, 0xff, 0xe0, 0, 0x10],
  pdf: [0x25, 0x50, 0x44, 0x46, 0x2d, 0x31],
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
};

const made = new Map<string, Uint8Array>();

/** Contents as a file of this kind has them: 'txt', 'csv' and so on are text. */
export function contentsOf(extension: string, length = 8192, seed = 1): Uint8Array {
  const head = heads[extension];
  if (head === undefined) return text(length);
  const key = `${extension} ${length} ${seed}`;
  const bytes = made.get(key) ?? noise(length, seed);
  bytes.set(head.slice(0, length));
  made.set(key, bytes);
  return bytes;
}

/** A file as a tree holds it. `id` stands for its contents. */
export function file(
  name: string,
  contents: Uint8Array,
  { id, day = 0, looked = true }: { id: string; day?: number; looked?: boolean },
): Entry {
  const ref = { id: idOf(id), length: contents.length };
  return {
    name,
    type: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtimeNs: String(BigInt(day) * dayNs),
    size: contents.length,
    content: contents.length === 0 ? [] : [ref],
    ...(looked ? { look: lookOf(contents) } : {}),
  };
}

/** 64 hex digits made of any words, as a keyed hash would. */
function idOf(words: string): string {
  let [a, b] = [0x811c_9dc5, 0x1000_0193];
  for (const letter of words) {
    a = Math.imul(a ^ letter.charCodeAt(0), 0x0100_0193) >>> 0;
    b = Math.imul(b + letter.charCodeAt(0), 0x85eb_ca6b) >>> 0;
    b = (b ^ (b >>> 13)) >>> 0;
  }
  const digits = a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0');
  return digits.repeat(4);
}

export type Folder = { readonly path: string; readonly files: readonly Entry[] };

const kinds = ['docx', 'jpg', 'pdf', 'txt', 'csv', 'png', 'py', 'html'];

/** A home with so many folders of ten files of eight kinds each. */
export function home(folders: number): readonly Folder[] {
  return Array.from({ length: folders }, (_, folder) => ({
    path: `/home/ann/folder-${folder}`,
    files: Array.from({ length: 10 }, (_, index) => {
      const kind = kinds[(folder * 10 + index) % kinds.length] ?? 'txt';
      return file(`file-${index}.${kind}`, contentsOf(kind, 8192, index + 1), { id: `${folder}/${index}` });
    }),
  }));
}
