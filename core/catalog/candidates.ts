import type { Database, Statement } from 'better-sqlite3';
import type { Instant } from '../model/object.ts';

export type Candidate = {
  /** Relative to the prefix. */
  readonly name: string;
  /** Provider time of the first pass that found it so. */
  readonly since: Instant;
};

/**
 * Names that the last pass of retirement found to be needed no more and under no running lock. Losing them costs a
 * day: the next pass is the first again.
 */
export class CatalogCandidates {
  readonly #database: Database;
  readonly #since: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#since = database.prepare('SELECT since FROM candidate WHERE name = ?').pluck();
  }

  since(name: string): Instant | undefined {
    return this.#since.get(name) as Instant | undefined;
  }

  /** What a whole pass found; whatever it did not find is a candidate no longer. */
  replace(candidates: Iterable<Candidate>): void {
    const insert = this.#database.prepare('INSERT OR REPLACE INTO candidate (name, since) VALUES (?, ?)');
    this.#database.transaction(() => {
      this.#database.exec('DELETE FROM candidate');
      for (const { name, since } of candidates) insert.run(name, Math.floor(since));
    })();
  }
}
