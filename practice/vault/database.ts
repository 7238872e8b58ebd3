import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

export type VaultSettings = { readonly accountId: string; readonly tokenSecret: string };

/*
 * `seq` grows with every version and is part of its file id, so a page can go on behind a version that was
 * deleted meanwhile. `superseded_at` is null exactly for the newest finished version or marker of a name
 * (and for unfinished large files). `pieces`: content files, `id:size,id:size`.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS keys (
    key_id TEXT PRIMARY KEY, secret TEXT NOT NULL, name TEXT NOT NULL, capabilities TEXT NOT NULL,
    bucket_ids TEXT, name_prefix TEXT, expires_at INTEGER, master INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS buckets (
    bucket_id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, type TEXT NOT NULL, info TEXT NOT NULL,
    cors_rules TEXT NOT NULL, lifecycle_rules TEXT NOT NULL, lock_enabled INTEGER NOT NULL, default_retention TEXT NOT NULL,
    revision INTEGER NOT NULL, created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS versions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, bucket_id TEXT NOT NULL, name TEXT NOT NULL, action TEXT NOT NULL,
    size INTEGER NOT NULL, sha1 TEXT, md5 TEXT, etag TEXT NOT NULL, content_type TEXT NOT NULL, info TEXT NOT NULL,
    extra TEXT NOT NULL, uploaded_at INTEGER NOT NULL, retain_mode TEXT, retain_until INTEGER,
    legal_hold INTEGER, superseded_at INTEGER, pieces TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS versions_by_name ON versions (bucket_id, name, seq DESC);
  CREATE INDEX IF NOT EXISTS versions_current ON versions (bucket_id, name)
    WHERE superseded_at IS NULL AND action = 'upload';
  CREATE INDEX IF NOT EXISTS versions_superseded ON versions (bucket_id, superseded_at)
    WHERE superseded_at IS NOT NULL;
  CREATE INDEX IF NOT EXISTS versions_markers ON versions (bucket_id, name)
    WHERE action = 'hide' AND superseded_at IS NULL;
  CREATE INDEX IF NOT EXISTS versions_unfinished ON versions (bucket_id, name, seq DESC) WHERE action = 'start';
  CREATE TABLE IF NOT EXISTS parts (
    seq INTEGER NOT NULL, part_number INTEGER NOT NULL, size INTEGER NOT NULL, sha1 TEXT NOT NULL, md5 TEXT NOT NULL,
    uploaded_at INTEGER NOT NULL, pieces TEXT NOT NULL, PRIMARY KEY (seq, part_number)
  ) WITHOUT ROWID;
`;

/**
 * Opens the vault's metadata, making them where there are none. One process at a time: a second one gets
 * SQLITE_BUSY. The operating system lifts the lock when a process dies.
 */
export function openDatabase(dir: string): {
  readonly db: Database.Database;
  readonly settings: VaultSettings;
} {
  mkdirSync(dir, { recursive: true });
  const db = new Database(join(dir, 'vault.sqlite'), { timeout: 200 });
  db.pragma('locking_mode = EXCLUSIVE');
  // Nothing to lose yet: a new vault opens without waiting for the disk.
  db.pragma('synchronous = OFF');
  db.pragma('journal_mode = WAL');
  db.exec(schema);
  // A power cut may lose the last moments of a practice vault; a crash of the process loses nothing.
  db.pragma('synchronous = NORMAL');
  db.pragma('wal_autocheckpoint = 4000');
  const settings = db.transaction(() => ({
    accountId: keep(db, 'account-id', () => randomBytes(6).toString('hex')),
    tokenSecret: keep(db, 'token-secret', () => randomBytes(32).toString('hex')),
  }))();
  return { db, settings };
}

/** The kept value, or a new one that is kept from now on. */
export function keep(db: Database.Database, name: string, make: () => string): string {
  const row = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?').get(name);
  if (row !== undefined) return row.value;
  const value = make();
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(name, value);
  return value;
}
