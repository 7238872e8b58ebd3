import type { Entry } from '../core/model/entry.ts';
import { toText } from '../core/source/byte-path.ts';

const letters: Readonly<Record<Entry['type'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  fifo: 'p',
  socket: 's',
  'character-device': 'c',
  'block-device': 'b',
};

/** An entry as --json tells it. */
export function entryResult(entry: Entry): Readonly<Record<string, unknown>> {
  return {
    type: entry.type,
    size: entry.size,
    modified: modifiedAt(entry).toISOString(),
    mode: entry.mode.toString(8).padStart(4, '0'),
    ...(entry.target === undefined ? {} : { target: toText(entry.target) }),
  };
}

export const modifiedAt = (entry: Entry): Date => new Date(Number(BigInt(entry.mtimeNs) / 1_000_000n));

/** drwxr-xr-x */
export function modeInWords(entry: Entry): string {
  const bits = 'rwxrwxrwx';
  let text = letters[entry.type];
  for (let at = 0; at < 9; at++) text += entry.mode & (1 << (8 - at)) ? bits[at] : '-';
  return text;
}
