import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { namesSchema, namesVersion } from './names-schema.ts';

/** Beside the catalog, so that either can be thrown away alone. */
export const namesFileOf = (catalogFile: string): string =>
  `${catalogFile.replace(/\.sqlite$/, '')}-names.sqlite`;

/** For the one who builds it. A file of another repository or version, or a damaged one, is made anew. */
export function openNames(file: string, repositoryId: string): Database.Database {
  return tryOpen(file, repositoryId, {}) ?? makeAnew(file, repositoryId);
}

/** For searching. @returns undefined: there is none yet, or nothing that could be read */
export function openNamesToRead(file: string, repositoryId: string): Database.Database | undefined {
  return tryOpen(file, repositoryId, { readonly: true, fileMustExist: true });
}

/** Whether a failure means that the file itself is bad, so that a new one helps. */
export const isDamage = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  error instanceof TypeError ||
  (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT|ERROR|CONSTRAINT)/.test(error.code));

/** Whether a file could not be read just now, or is none at all; it may be fine a moment later. */
export const isUnreadable = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(IOERR|CANTOPEN|BUSY|PROTOCOL|READONLY)/.test(error.code);

export function dropNames(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

function tryOpen(
  file: string,
  repositoryId: string,
  options: Database.Options,
): Database.Database | undefined {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, options);
    if (!options.readonly) prepare(database);
    if (
      database.pragma('user_version', { simple: true }) === namesVersion &&
      database.prepare("SELECT value FROM meta WHERE key = 'repository'").pluck().get() === repositoryId
    )
      return database;
  } catch (error) {
    if (!isDamage(error) && !(options.readonly && isUnreadable(error))) {
      database?.close();
      throw error;
    }
  }
  database?.close();
  return undefined;
}

function makeAnew(file: string, repositoryId: string): Database.Database {
  dropNames(file);
  const database = new Database(file);
  prepare(database);
  database.exec(namesSchema);
  database.prepare("INSERT INTO meta (key, value) VALUES ('repository', ?)").run(repositoryId);
  database.pragma(`user_version = ${namesVersion}`);
  return database;
}

function prepare(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  // It can be built again, so nothing waits for the disk.
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -16384');
}
