import type { Database } from 'better-sqlite3';
import type { Match } from './best-matches.ts';
import type { NameKind } from './directory-record.ts';
import { inBoth, open, ordinalsIn, type OrdinalRanges } from './ordinal-ranges.ts';
import { matchingSlots } from './match-blocks.ts';
import { OpenedRecord } from './opened-record.ts';

export type NameHit = {
  readonly path: string;
  readonly kind: NameKind;
  /** Different contents in the snapshots that are there. */
  readonly versions: number;
  readonly newest: { readonly snapshot: string; readonly at: number; readonly size: number };
  /** The newest snapshot has it no more. */
  readonly gone: boolean;
};

export type NameHits = {
  readonly hits: readonly NameHit[];
  readonly more: boolean;
  /** Snapshots that are searched. */
  readonly searched: ReadonlySet<string>;
};

type Row = { readonly parent: number; readonly slot: number; readonly path: string; readonly record: string };

/** Names in the records that are kept open during one search; neighbours share their directory. */
const maxKept = 300_000;

type Page = {
  readonly offset: number;
  readonly limit: number;
  /** Snapshots that still are, where somebody knows better than the index. */
  readonly there?: ReadonlySet<string>;
};

/**
 * Paths that contain all words of a text. Those whose own name has them come first: the name itself, then whole words, starts of
 * words and the inside of words. Within that shorter paths come first, and of equally long ones, some hundreds at a time, the newest. The
 * same index gives the same order, so pages fit together.
 */
export function searchNames(database: Database, text: string, page: Page): NameHits {
  // As of one moment, whatever is being added meanwhile.
  return database.transaction(() => searchNow(database, text, page))();
}

function searchNow(database: Database, text: string, { offset, limit, there }: Page): NameHits {
  const search = new NameSearch(database, there);
  const hits: NameHit[] = [];
  if (search.isEmpty) return { hits, more: false, searched: search.searched };
  let found = 0;
  for (const matches of matchingSlots(database, text))
    for (const { hit } of search.hits(matches)) {
      if (found++ < offset) continue;
      if (hits.length === limit) return { hits, more: true, searched: search.searched };
      hits.push(hit);
    }
  return { hits, more: false, searched: search.searched };
}

type RankedHit = { readonly hit: NameHit; readonly rank: number };

const bestFirst = (a: RankedHit, b: RankedHit): number =>
  a.rank - b.rank || b.hit.newest.at - a.hit.newest.at || (a.hit.path < b.hit.path ? -1 : 1);

class NameSearch {
  readonly #row;
  readonly #snapshots = new Map<number, { readonly id: string; readonly at: number }>();
  readonly #ordinals: readonly number[];
  readonly #kept = new Map<
    number,
    { readonly row: Omit<Row, 'record'>; readonly names: OpenedRecord; readonly ranges: OrdinalRanges }
  >();

  #keptNames = 0;

  constructor(database: Database, there: ReadonlySet<string> | undefined) {
    this.#row = database.prepare('SELECT parent, slot, path, record FROM directory WHERE id = ?');
    const rows = database
      .prepare('SELECT ordinal, id, at, read FROM snapshot WHERE there = 1 ORDER BY ordinal')
      .all() as { ordinal: number; id: string; at: number; read: number }[];
    // The very first is searched while it is being read: what was found in it is true.
    const read = rows.filter((row) => row.read === 1);
    for (const { ordinal, id, at } of read.length > 0 ? read : rows.slice(0, 1))
      this.#snapshots.set(ordinal, { id, at });
    this.#ordinals = [...this.#snapshots].flatMap(([ordinal, { id }]) =>
      (there?.has(id) ?? true) ? [ordinal] : [],
    );
  }

  get isEmpty(): boolean {
    return this.#ordinals.length === 0;
  }

  get searched(): ReadonlySet<string> {
    return new Set([...this.#snapshots.values()].map(({ id }) => id));
  }

  /** Those that a snapshot that is there has. */
  hits(matches: readonly Match[]): readonly RankedHit[] {
    return (
      matches
        // A huge directory is opened once for all that lie in it.
        .toSorted((a, b) => a.directory - b.directory)
        .flatMap((match) => {
          const hit = this.#hit(match);
          return hit ? [{ hit, rank: match.rank }] : [];
        })
        .toSorted(bestFirst)
    );
  }

  #hit({ directory, slot }: Match): NameHit | undefined {
    const { row, names, ranges } = this.#directory(directory);
    const record = names.at(slot);
    if (!record) return undefined;
    let newest = -1;
    let versions = 0;
    let last = record.versions[0];
    for (const version of record.versions) {
      const ordinal = ordinalsIn(inBoth(ranges, version.ranges), this.#ordinals).at(-1);
      if (ordinal === undefined) continue;
      versions++;
      if (ordinal > newest) [newest, last] = [ordinal, version];
    }
    const snapshot = this.#snapshots.get(newest);
    if (!snapshot || !last) return undefined;
    const path = JSON.parse(row.path) as string;
    return {
      path: childOf(path, record.name),
      kind: last.kind,
      versions,
      newest: { snapshot: snapshot.id, at: snapshot.at, size: last.size },
      gone: newest !== this.#ordinals.at(-1),
    };
  }

  #directory(id: number) {
    const kept = this.#kept.get(id);
    if (kept) return kept;
    const { record, ...row } = this.#row.get(id) as Row;
    const read = { row, names: new OpenedRecord(record), ranges: this.#rangesOf(row) };
    if (this.#keptNames > maxKept) {
      this.#kept.clear();
      this.#keptNames = 0;
    }
    this.#kept.set(id, read);
    this.#keptNames += 8 + read.names.length;
    return read;
  }

  /** When a directory was there, with all above it. */
  #rangesOf({ parent, slot }: Omit<Row, 'record'>): OrdinalRanges {
    if (parent < 0) return [0, open];
    const above = this.#directory(parent);
    const own = above.names.at(slot)?.versions.find(({ kind }) => kind === 'folder')?.ranges ?? [];
    return inBoth(above.ranges, own);
  }
}

/** Paths of snapshots look as their own computer's did. */
export function childOf(path: string, name: string): string {
  if (path === '') return name;
  const separator = path.startsWith('/') ? '/' : '\\';
  return path.endsWith(separator) ? path + name : path + separator + name;
}
