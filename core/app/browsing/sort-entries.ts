import type { Input } from '../../contract/calls.ts';
import type { ListedEntry } from './listed-folder.ts';

export type SortKey = Input<'tree.list'>['sort'];

/** The order of a folder: indexes of its entries. Folders stand first whichever way it goes. */
export function sortEntries(
  entries: readonly ListedEntry[],
  key: SortKey,
  descending: boolean,
): Uint32Array<ArrayBuffer> {
  const names = entries.map(({ name }) => nameKey(name));
  const byName = (a: number, b: number): number =>
    names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : entries[a]!.name < entries[b]!.name ? -1 : 1;
  const values = valuesOf(entries, key);
  const compare = values ? (a: number, b: number) => values[a]! - values[b]! || byName(a, b) : byName;
  const folders: number[] = [];
  const others: number[] = [];
  for (const [at, { kind }] of entries.entries()) (kind === 'folder' ? folders : others).push(at);
  const sorted = [folders, others].map((some) => {
    some.sort(compare);
    return descending ? some.reverse() : some;
  });
  return Uint32Array.from(sorted.flat());
}

function valuesOf(entries: readonly ListedEntry[], key: SortKey): Float64Array | undefined {
  if (key === 'size') return Float64Array.from(entries, ({ size }) => size);
  if (key === 'modified')
    return Float64Array.from(entries, (entry) => entry.modifiedAt ?? Number.NEGATIVE_INFINITY);
  return undefined;
}

const digits = /\d+/g;

/** As people sort: capitals and accents beside their letters, and 2 before 10. One key each, as comparing by locale takes a second. */
const nameKey = (name: string): string => plain(name).replaceAll(digits, numberKey);

/** How long it is decides first. */
function numberKey(number: string): string {
  const value = number.charCodeAt(0) === zero ? number.replace(/^0+(?=\d)/, '') : number;
  return String.fromCharCode(zero + value.length) + value;
}

const zero = 0x30;

// oxlint-disable-next-line no-control-regex -- exactly the ASCII range
const ascii = /^[\x00-\x7f]*$/;

const plain = (name: string): string =>
  ascii.test(name) ? name.toLowerCase() : name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
