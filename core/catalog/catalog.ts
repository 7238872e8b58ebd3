import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Instant, ObjectVersion } from '../model/object.ts';
import { CatalogCandidates } from './candidates.ts';
import { CatalogChunks, type ChunkLocation } from './chunks.ts';
import { CatalogDirectories } from './directories.ts';
import { CatalogForeignNames } from './foreign-names.ts';
import { CatalogObjects } from './objects.ts';
import { catalogSchema, catalogVersion } from './schema.ts';

/**
 * The disposable local memory of a repository: what objects exist, where chunks lie, how directories looked.
 * Losing it costs a listing and the index objects, never data.
 */
export class Catalog {
  readonly objects: CatalogObjects;
  readonly chunks: CatalogChunks;
  readonly directories: CatalogDirectories;
  readonly candidates: CatalogCandidates;
  readonly foreignNames: CatalogForeignNames;
  readonly file: string;
  readonly #database: Database.Database;
  readonly #meta: Database.Statement;
  readonly #setMeta: Database.Statement;

  constructor(database: Database.Database, file: string) {
    this.#database = database;
    this.#meta = database.prepare('SELECT value FROM meta WHERE key = ?').pluck();
    this.#setMeta = database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
    this.file = file;
    this.objects = new CatalogObjects(database);
    this.chunks = new CatalogChunks(database);
    this.directories = new CatalogDirectories(database);
    this.candidates = new CatalogCandidates(database);
    this.foreignNames = new CatalogForeignNames(database);
  }

  locate(id: Uint8Array, kind: ChunkLocation['kind']): ChunkLocation | undefined {
    return this.chunks.locate(id, kind);
  }

  confirmedLease(version: ObjectVersion): Instant | undefined {
    return this.objects.byName(version.name).find((known) => known.versionId === version.versionId)
      ?.confirmedUntil;
  }

  meta(key: string): string | undefined {
    return this.#meta.get(key) as string | undefined;
  }

  setMeta(key: string, value: string): void {
    this.#setMeta.run(key, value);
  }

  snapshotBytes(name: string): Uint8Array | undefined {
    return this.#database.prepare('SELECT bytes FROM snapshot WHERE name = ?').pluck().get(name) as
      Uint8Array | undefined;
  }

  keepSnapshotBytes(name: string, bytes: Uint8Array): void {
    this.#database.prepare('INSERT OR REPLACE INTO snapshot (name, bytes) VALUES (?, ?)').run(name, bytes);
  }

  /** All or nothing. `work` must be synchronous. */
  transaction<T>(work: () => T): T {
    return this.#database.transaction(work)();
  }

  /** Faster, and worthless after a crash. */
  forgetOnCrash(): void {
    this.#database.pragma('journal_mode = MEMORY');
    this.#database.pragma('synchronous = OFF');
    this.#database.pragma('cache_size = -65536');
  }

  close(): void {
    this.#database.close();
  }
}

/**
 * Opens or makes the catalog of a repository. A file of another format version, of another repository, or
 * damaged is thrown away: the next sync fills a new one.
 */
export function openCatalog(file: string, repositoryId: string): Catalog {
  return tryOpen(file, repositoryId) ?? makeAnew(file, repositoryId);
}

function tryOpen(file: string, repositoryId: string): Catalog | undefined {
  let database: Database.Database | undefined;
  try {
    database = connect(file);
    if (database.pragma('user_version', { simple: true }) === catalogVersion) {
      const catalog = new Catalog(database, file);
      if (catalog.meta('repository') === repositoryId) return catalog;
    }
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !/^SQLITE_(NOTADB|CORRUPT|ERROR)/.test(error.code))
      throw error;
  }
  database?.close();
  return undefined;
}

function makeAnew(file: string, repositoryId: string): Catalog {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  const database = connect(file);
  database.exec(catalogSchema);
  database.pragma(`user_version = ${catalogVersion}`);
  const catalog = new Catalog(database, file);
  catalog.setMeta('repository', repositoryId);
  return catalog;
}

function connect(file: string): Database.Database {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  // A lost tail costs re-reading some files, never a wrong answer: rows are written after the provider confirmed.
  database.pragma('synchronous = NORMAL');
  database.pragma('cache_size = -16384');
  return database;
}

/**
 * One that is thrown away after use: nothing of it has to survive a crash, so nothing waits for the disk, and a million chunks go in
 * at random places, which takes memory to be quick.
 */
export function openScratchCatalog(file: string, repositoryId: string): Catalog {
  const catalog = makeAnew(file, repositoryId);
  catalog.forgetOnCrash();
  return catalog;
}

/** A second, reading connection for the scanner thread. */
export function openDirectoriesReadOnly(file: string): { directories: CatalogDirectories; close(): void } {
  const database = new Database(file, { readonly: true });
  return { directories: new CatalogDirectories(database), close: () => database.close() };
}

/** The same for a thread that only looks up where chunks lie. */
export function openChunksReadOnly(file: string): Pick<CatalogChunks, 'locate'> & { close(): void } {
  const database = new Database(file, { readonly: true });
  const chunks = new CatalogChunks(database);
  return { locate: (id, kind) => chunks.locate(id, kind), close: () => database.close() };
}
