import type { Database, Statement } from 'better-sqlite3';
import { sha256Hex } from '../crypto/sha256.ts';
import type { ObjectVersion } from '../model/object.ts';

/** Read so often, in listings of their own: one bad answer must not make us overlook a snapshot for good. */
const readings = 2;

/** Names under `snapshots/` that were read and are not ours, so that a flood of them is not downloaded in every run. */
export class CatalogForeignNames {
  readonly #count: Statement;
  readonly #note: Statement;

  constructor(database: Database) {
    this.#count = database.prepare('SELECT readings FROM foreign_name WHERE versions = ?').pluck();
    this.#note = database.prepare(
      `INSERT INTO foreign_name (versions, readings) VALUES (?, 1)
       ON CONFLICT (versions) DO UPDATE SET readings = readings + 1`,
    );
  }

  /** @param versions of one name, all that would be read; another one more is another question */
  has(versions: readonly ObjectVersion[]): boolean {
    return ((this.#count.get(keyOf(versions)) as number | undefined) ?? 0) >= readings;
  }

  note(versions: readonly ObjectVersion[]): void {
    this.#note.run(keyOf(versions));
  }
}

/** Short, since there may be very many. */
const keyOf = (versions: readonly ObjectVersion[]): Uint8Array =>
  Buffer.from(
    sha256Hex(Buffer.from(JSON.stringify(versions.map(({ name, versionId }) => [name, versionId])))).slice(
      0,
      32,
    ),
    'hex',
  );
