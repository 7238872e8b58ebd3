import { closed, isOpen, opened, type OrdinalRanges } from './ordinal-ranges.ts';

export type NameKind = 'file' | 'folder' | 'link' | 'other';

/** Something in a directory, as a snapshot has it. */
export type ListedName = {
  /** As paths are handed on; see `PathCodec` of whoever walks the trees. */
  readonly name: string;
  readonly kind: NameKind;
  readonly size: number;
  /** Equal for equal contents; '' for a folder, whose contents are its own directory's. */
  readonly print: string;
};

/** One content of one name, and the snapshots in which it stood there, as far as the directory itself did. */
export type NameVersion = {
  readonly kind: NameKind;
  readonly print: string;
  readonly size: number;
  readonly ranges: OrdinalRanges;
};

/** A name never moves: its place in the list is its slot. */
export type NameRecord = { readonly name: string; readonly versions: readonly NameVersion[] };

const letters = { file: 'f', folder: 'd', link: 'l', other: 'o' } as const satisfies Record<NameKind, string>;
const kinds = new Map<unknown, NameKind>(
  (Object.keys(letters) as NameKind[]).map((kind) => [letters[kind], kind]),
);

export function encodeRecord(names: readonly NameRecord[]): string {
  return JSON.stringify(
    names.map(({ name, versions }) => [
      name,
      ...versions.map(({ kind, print, size, ranges }) => [letters[kind], print, size, ...ranges]),
    ]),
  );
}

/** @throws SyntaxError or TypeError: the file is damaged */
export function decodeRecord(text: string): readonly NameRecord[] {
  return (JSON.parse(text) as readonly RawName[]).map(decodeName);
}

type RawName = readonly [string, ...(readonly [string, string, number, ...number[]])[]];

/** One of the list that a record is. */
export function decodeName([name, ...versions]: RawName): NameRecord {
  return {
    name,
    versions: versions.map(([letter, print, size, ...ranges]) => ({
      kind: kinds.get(letter) ?? 'other',
      print,
      size,
      ranges,
    })),
  };
}

export type Applied = {
  readonly names: readonly NameRecord[];
  /** Names from this slot on are new. */
  readonly firstNew: number;
  readonly changed: boolean;
  /** Slots of the listed ones, in their order. */
  readonly slots: readonly number[];
};

/**
 * What a directory's record becomes once a snapshot shows this listing. Doing it twice for the same snapshot changes nothing.
 * @param at the snapshot's ordinal, at least as new as all that was applied before
 */
export function applyListing(
  before: readonly NameRecord[],
  listing: readonly ListedName[],
  at: number,
): Applied {
  const names = [...before];
  const slotOf = new Map(before.map(({ name }, slot) => [name, slot]));
  const seen = new Set<number>();
  let changed = false;
  const slots = listing.map((listed) => {
    const known = slotOf.get(listed.name);
    const slot = known ?? names.length;
    const record = known === undefined ? undefined : names[known];
    const versions = withVersion(record?.versions ?? [], listed, at);
    if (versions !== record?.versions) {
      names[slot] = { name: listed.name, versions };
      changed = true;
    }
    slotOf.set(listed.name, slot);
    seen.add(slot);
    return slot;
  });
  for (const [slot, record] of before.entries()) {
    if (seen.has(slot) || !record.versions.some(({ ranges }) => isOpen(ranges))) continue;
    names[slot] = { name: record.name, versions: closeAll(record.versions, at) };
    changed = true;
  }
  return { names, firstNew: before.length, changed, slots };
}

function withVersion(
  versions: readonly NameVersion[],
  { kind, print, size }: ListedName,
  at: number,
): readonly NameVersion[] {
  const index = versions.findIndex((one) => one.print === print && one.kind === kind && one.size === size);
  const known = versions[index];
  if (known && isOpen(known.ranges)) return versions;
  const others = closeAll(versions, at);
  const ranges = opened(known?.ranges ?? [], at);
  const version = { kind, print, size, ranges };
  return known ? others.with(index, version) : [...others, version];
}

const closeAll = (versions: readonly NameVersion[], at: number): readonly NameVersion[] =>
  versions.map((one) => (isOpen(one.ranges) ? { ...one, ranges: closed(one.ranges, at) } : one));
