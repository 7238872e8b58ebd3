import type { Database } from 'better-sqlite3';
import { applyListing, decodeRecord, encodeRecord, type ListedName } from './directory-record.ts';
import { NameBlocks } from './name-blocks.ts';

export type KnownSnapshot = { readonly ordinal: number; readonly id: string; readonly read: boolean };

export type KnownDirectory = { readonly id: number; readonly node: string };

/** Row 0: the roots are what is in it. */
export const topDirectory = 0;

/**
 * Every path of all snapshots with the snapshots that hold it, for searches. A directory's record tells of its own names only, as
 * seen whenever the directory itself was there: so a snapshot costs what is new in it, and whatever is below a directory that
 * went away or came back costs nothing.
 */
export class NamesIndex {
  readonly #database: Database;
  readonly #blocks: NameBlocks;
  readonly #statements;

  constructor(database: Database) {
    this.#database = database;
    this.#blocks = new NameBlocks(database);
    this.#statements = {
      snapshots: database.prepare('SELECT ordinal, id, read FROM snapshot ORDER BY ordinal'),
      addSnapshot: database.prepare('INSERT INTO snapshot (id, at, read, there) VALUES (?, ?, 0, 1)'),
      setRead: database.prepare('UPDATE snapshot SET read = 1 WHERE ordinal = ?'),
      setThere: database.prepare('UPDATE snapshot SET there = ? WHERE ordinal = ?'),
      record: database.prepare('SELECT path, record FROM directory WHERE id = ?'),
      child: database.prepare('SELECT id, node FROM directory WHERE parent = ? AND slot = ?'),
      setRecord: database.prepare('UPDATE directory SET record = ? WHERE id = ?'),
      setNode: database.prepare('UPDATE directory SET node = ? WHERE id = ?'),
      add: database.prepare(
        "INSERT INTO directory (parent, slot, path, node, record) VALUES (?, ?, ?, '', '[]')",
      ),
    };
    database
      .prepare(
        `INSERT OR IGNORE INTO directory (id, parent, slot, path, node, record) VALUES (0, -1, 0, '""', '', '[]')`,
      )
      .run();
  }

  /** In the order in which they were read. */
  get snapshots(): readonly KnownSnapshot[] {
    const rows = this.#statements.snapshots.all() as { ordinal: number; id: string; read: number }[];
    return rows.map(({ read, ...row }) => ({ ...row, read: read === 1 }));
  }

  /** The newest that is read from now on. @returns its ordinal */
  begin(id: string, at: number): number {
    return Number(this.#statements.addSnapshot.run(id, at).lastInsertRowid);
  }

  finish(ordinal: number): void {
    this.#statements.setRead.run(ordinal);
  }

  /** Searches leave out what no snapshot holds any more. */
  keepOnly(ids: ReadonlySet<string>): void {
    this.transaction(() => {
      for (const { ordinal, id } of this.snapshots)
        this.#statements.setThere.run(ids.has(id) ? 1 : 0, ordinal);
    });
  }

  /** What a snapshot shows in a directory. @returns the slot of each */
  apply(directory: number, listing: readonly ListedName[], ordinal: number): readonly number[] {
    const row = this.#statements.record.get(directory) as { path: string; record: string };
    const { names, firstNew, changed, slots } = applyListing(decodeRecord(row.record), listing, ordinal);
    // Not wholly as any node has it, until what is below was looked at too: this may be stopped here for good.
    this.#statements.setNode.run('', directory);
    if (changed) this.#statements.setRecord.run(encodeRecord(names), directory);
    if (names.length > firstNew)
      this.#blocks.add(
        directory,
        JSON.parse(row.path) as string,
        firstNew,
        names.slice(firstNew).map(({ name }) => name),
      );
    return slots;
  }

  /** The directory that a slot is. */
  child(parent: number, slot: number, path: string): KnownDirectory {
    const known = this.#statements.child.get(parent, slot) as KnownDirectory | undefined;
    if (known) return known;
    const id = Number(this.#statements.add.run(parent, slot, JSON.stringify(path)).lastInsertRowid);
    return { id, node: '' };
  }

  /** All below it is as this node has it. */
  complete(directory: number, node: string): void {
    this.#statements.setNode.run(node, directory);
  }

  /** Until `commit` nothing is on disk, and nobody else sees it. */
  beginChanges(): void {
    if (!this.#database.inTransaction) this.#database.exec('BEGIN IMMEDIATE');
  }

  commit(): void {
    if (!this.#database.inTransaction) return;
    this.#blocks.flush();
    this.#database.exec('COMMIT');
  }

  transaction(work: () => void): void {
    this.beginChanges();
    work();
    this.commit();
  }

  /** See compact-names.ts. */
  get database(): Database {
    return this.#database;
  }

  close(): void {
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
    this.#database.close();
  }
}
