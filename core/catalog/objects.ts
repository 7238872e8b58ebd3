import type { Database, Statement } from 'better-sqlite3';
import type { Instant, ObjectVersion } from '../model/object.ts';

/** `pack`: known from a list part only; whether it holds data or trees, and which chunks, was never read. */
export type ObjectKind = 'data' | 'tree' | 'pack' | 'index' | 'list' | 'snapshot' | 'key' | 'repository';

/** A known object version. `name` is relative to the prefix. */
export type CatalogObject = ObjectVersion & {
  readonly id: number;
  readonly kind: ObjectKind;
  readonly size: number;
  readonly uploadedAt: Instant;
  /** Lock date read back from the provider; 0: not read yet. */
  readonly confirmedUntil: Instant;
};

type Row = {
  id: number;
  name: string;
  version_id: string;
  kind: ObjectKind;
  size: number;
  uploaded_at: number;
  confirmed_until: number;
};

const columns = 'id, name, version_id, kind, size, uploaded_at, confirmed_until';

const fromRow = (row: Row): CatalogObject => ({
  id: row.id,
  name: row.name,
  versionId: row.version_id,
  kind: row.kind,
  size: row.size,
  uploadedAt: row.uploaded_at,
  confirmedUntil: row.confirmed_until,
});

/** The table of known object versions and their confirmed leases. */
export class CatalogObjects {
  readonly #database: Database;
  readonly #insert: Statement;
  readonly #byName: Statement;
  readonly #byId: Statement;
  readonly #confirm: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#insert = database.prepare(
      `INSERT INTO object (id, name, version_id, kind, size, uploaded_at, confirmed_until, indexed)
       VALUES (@id, @name, @versionId, @kind, @size, @uploadedAt, @confirmedUntil, @indexed)
       ON CONFLICT (name, version_id) DO UPDATE SET
         confirmed_until = max(confirmed_until, excluded.confirmed_until), indexed = max(indexed, excluded.indexed),
         kind = CASE kind WHEN 'pack' THEN excluded.kind ELSE kind END
       RETURNING id`,
    );
    this.#byName = database.prepare(`SELECT ${columns} FROM object WHERE name = ? ORDER BY uploaded_at, id`);
    this.#byId = database.prepare(`SELECT ${columns} FROM object WHERE id = ?`);
    this.#confirm = database.prepare(
      'UPDATE object SET confirmed_until = max(confirmed_until, ?) WHERE name = ? AND version_id = ?',
    );
  }

  /** The next ordinal that was never used. */
  nextId(): number {
    const last = this.#database
      .prepare("SELECT seq FROM sqlite_sequence WHERE name = 'object'")
      .pluck()
      .get();
    return ((last as number | undefined) ?? 0) + 1;
  }

  /** Adds a version, or raises what is known of it. `id` undefined: the next free one. Returns its ordinal. */
  add(
    object: Omit<CatalogObject, 'id'> & { readonly id?: number | undefined; readonly indexed?: boolean },
  ): number {
    const { id } = this.#insert.get({
      ...object,
      id: object.id ?? null,
      indexed: object.indexed ? 1 : 0,
    }) as { id: number };
    return id;
  }

  byId(id: number): CatalogObject | undefined {
    const row = this.#byId.get(id) as Row | undefined;
    return row && fromRow(row);
  }

  /** All known versions of a name, oldest first. */
  byName(name: string): readonly CatalogObject[] {
    return (this.#byName.all(name) as Row[]).map(fromRow);
  }

  /** How many versions are known below a folder, given with its slash. */
  countBelow(folder: string): number {
    return this.#database
      .prepare('SELECT count(*) FROM object WHERE name >= ? AND name < ?')
      .pluck()
      .get(folder, `${folder}\uffff`) as number;
  }

  /** Every known version, oldest first. */
  all(): readonly CatalogObject[] {
    return (
      this.#database.prepare(`SELECT ${columns} FROM object ORDER BY uploaded_at, name`).all() as Row[]
    ).map(fromRow);
  }

  /** Every known version of these kinds, oldest first. */
  ofKinds(...kinds: readonly ObjectKind[]): readonly CatalogObject[] {
    const marks = kinds.map(() => '?').join(', ');
    return (
      this.#database
        .prepare(`SELECT ${columns} FROM object WHERE kind IN (${marks}) ORDER BY uploaded_at, name`)
        .all(...kinds) as Row[]
    ).map(fromRow);
  }

  /** Notes a lock date that the provider gave; a compliance lock never shrinks, so neither does this. */
  confirm(version: ObjectVersion, until: Instant): void {
    this.#confirm.run(until, version.name, version.versionId);
  }

  /**
   * Forgets objects that the provider no longer has, with everything they held. What is in no other pack is read
   * again. All at once, since it looks through all chunks.
   */
  strike(...ids: readonly number[]): void {
    if (ids.length === 0) return;
    const struck = '(SELECT value FROM json_each(?))';
    const list = JSON.stringify(ids);
    this.#database.transaction(() => {
      this.#database.prepare(`DELETE FROM spare WHERE pack IN ${struck}`).run(list);
      this.#database.prepare(`DELETE FROM chunk WHERE pack IN ${struck}`).run(list);
      // The one locked longest is the most likely to be there.
      this.#database.exec(
        `INSERT OR IGNORE INTO chunk SELECT spare.* FROM spare JOIN object ON object.id = spare.pack
           WHERE spare.id NOT IN (SELECT id FROM chunk) ORDER BY confirmed_until DESC, uploaded_at;
         DELETE FROM spare WHERE (id, pack) IN (SELECT id, pack FROM chunk);`,
      );
      this.#database.prepare(`DELETE FROM unindexed WHERE pack IN ${struck}`).run(list);
      this.#database.prepare(`DELETE FROM object WHERE id IN ${struck}`).run(list);
    })();
  }
}
