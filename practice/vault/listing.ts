import type Database from 'better-sqlite3';
import { seqOf } from './file-id.ts';
import { behindAll, behindName, behindPrefix } from './name-order.ts';
import type { ListEntry, ListPage, ListRequest } from './vault-version.ts';
import { toVersion, type VersionRow } from './version-row.ts';

/** Which rows a listing sees: a condition on `versions`. */
const views = {
  finished: `action <> 'start'`,
  also: '1',
  only: `action = 'start'`,
  names: `superseded_at IS NULL AND action = 'upload'`,
} as const;

export type ListView = keyof typeof views;

type Statements = {
  readonly onwards: Database.Statement<[string, string, string | Buffer], VersionRow>;
  readonly within: Database.Statement<[string, string, number], VersionRow>;
};

/** Pages of versions in byte order of their names, newest first within one. Every step is an index seek. */
export class Listing {
  readonly #statements: Readonly<Record<ListView, Statements>>;

  constructor(db: Database.Database) {
    // `+?` keeps SQLite from planning anew at every call (see version-rows.ts).
    const prepare = (view: ListView): Statements => ({
      onwards: db.prepare(
        `SELECT * FROM versions WHERE bucket_id = +? AND name >= +? AND name < +? AND ${views[view]}
         ORDER BY name${view === 'names' ? '' : ', seq DESC'}`,
      ),
      within: db.prepare(
        `SELECT * FROM versions WHERE bucket_id = +? AND name = +? AND seq <= ? AND ${views[view]} ORDER BY seq DESC`,
      ),
    });
    this.#statements = {
      finished: prepare('finished'),
      also: prepare('also'),
      only: prepare('only'),
      names: prepare('names'),
    };
  }

  page(bucketId: string, request: ListRequest, view: ListView): ListPage {
    const entries: ListEntry[] = [];
    if (request.max <= 0) return { entries, next: null };
    const prefix = request.prefix ?? '';
    const end = behindPrefix(prefix) ?? behindAll;
    let { lower, within } = begin(request, prefix);
    for (;;) {
      let folded: string | undefined;
      for (const row of this.#rows(bucketId, lower, end, within, view)) {
        folded = folderOf(row.name, prefix, request.delimiter);
        if (entries.length === request.max)
          return {
            entries,
            next: { name: folded ?? row.name, fileId: folded ? null : toVersion(row).fileId },
          };
        if (folded !== undefined) break;
        entries.push({ kind: 'version', version: toVersion(row) });
      }
      if (folded === undefined) return { entries, next: null };
      entries.push({ kind: 'folder', prefix: folded });
      const behind = behindPrefix(folded);
      if (behind === null) return { entries, next: null };
      lower = behind;
      within = undefined;
    }
  }

  *#rows(
    bucketId: string,
    lower: string,
    end: string | Buffer,
    within: Within | undefined,
    view: ListView,
  ): Generator<VersionRow> {
    const statements = this.#statements[view];
    if (within !== undefined) yield* statements.within.iterate(bucketId, within.name, within.seq);
    yield* statements.onwards.iterate(bucketId, lower, end);
  }
}

type Within = { readonly name: string; readonly seq: number };

/** The lowest name to read, and before it the rest of one name's versions. */
function begin(request: ListRequest, prefix: string): { lower: string; within: Within | undefined } {
  const { from } = request;
  if (from === undefined) return { lower: prefix, within: undefined };
  const seq = from.fileId === undefined ? undefined : seqOf(from.fileId);
  if (seq !== undefined && from.name.startsWith(prefix))
    return {
      lower: behindName(from.name),
      within: { name: from.name, seq: from.after === true ? seq - 1 : seq },
    };
  const lower = from.after === true ? behindMarker(from.name, prefix, request.delimiter) : from.name;
  return { lower: compare(lower, prefix) < 0 ? prefix : lower, within: undefined };
}

function behindMarker(name: string, prefix: string, delimiter: string | undefined): string {
  const isFolder = folderOf(name, prefix, delimiter) === name;
  return (isFolder ? behindPrefix(name) : null) ?? behindName(name);
}

function folderOf(name: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (delimiter === undefined || delimiter === '' || !name.startsWith(prefix)) return undefined;
  const at = name.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : name.slice(0, at + delimiter.length);
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
