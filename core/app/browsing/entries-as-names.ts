import { sha256Hex } from '../../crypto/sha256.ts';
import type { NameInTree } from '../../catalog/names/read-snapshot.ts';
import type { Entry } from '../../model/entry.ts';
import { toExactText } from '../../source/exact-text.ts';
import { kindOfEntry } from './listed-folder.ts';

/** Hex digits: contents are told apart, not sealed. */
const printLength = 16;

export function nameInTree(entry: Entry): NameInTree {
  const kind = kindOfEntry(entry);
  const name = toExactText(entry.name);
  return {
    name,
    kind,
    size: entry.size,
    print: kind === 'folder' ? '' : printOf(entry),
    ...(entry.node !== undefined && { node: entry.node }),
  };
}

function printOf({ content = [], target, device, type }: Entry): string {
  const [first, ...others] = content;
  if (first && others.length === 0) return first.id.slice(0, printLength);
  if (first) return sha256Hex(Buffer.from(content.map(({ id }) => id).join(''), 'hex')).slice(0, printLength);
  return target === undefined && device === undefined
    ? type.slice(0, 1)
    : sha256Hex(Buffer.from(`${target ?? ''} ${device ?? ''}`)).slice(0, printLength);
}
