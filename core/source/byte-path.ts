import { constants } from 'node:fs';
import type { BytePath } from '../model/entry.ts';

// oxlint-disable-next-line no-control-regex -- exactly the ASCII range
const ascii = /^[\x00-\x7f]*$/;

/** What node:fs takes for a raw path: the same string where it is ASCII, its bytes otherwise. */
export function toFsPath(path: BytePath): string | Buffer {
  return ascii.test(path) ? path : Buffer.from(path, 'latin1');
}

/** For people and for libraries that take text; bytes that are not UTF-8 become U+FFFD. */
export function toText(path: BytePath): string {
  return ascii.test(path) ? path : Buffer.from(path, 'latin1').toString('utf8');
}

export function fromText(text: string): BytePath {
  return ascii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

export function joinPath(directory: BytePath, name: BytePath): BytePath {
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

export type FileKind =
  'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'character-device' | 'block-device' | 'other';

const kinds = new Map<number, FileKind>([
  [constants.S_IFREG, 'file'],
  [constants.S_IFDIR, 'directory'],
  [constants.S_IFLNK, 'symlink'],
  [constants.S_IFIFO, 'fifo'],
  [constants.S_IFSOCK, 'socket'],
  [constants.S_IFCHR, 'character-device'],
  [constants.S_IFBLK, 'block-device'],
]);

/** From the raw st_mode. */
export function kindOf(mode: number): FileKind {
  return kinds.get(mode & constants.S_IFMT) ?? 'other';
}
