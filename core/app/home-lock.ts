import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Home } from './home.ts';

export type HomeLock = { release(): void };

/**
 * Takes the home for this process alone, until `release` or the end of the process, however it ends: the lock is
 * SQLite's own file lock, which the operating system drops with the process, so none can be left behind.
 * Makes the folder where it is missing.
 * @throws home-busy with the other's process id
 */
export function lockHome(home: Home): HomeLock {
  mkdirSync(home.folder, { recursive: true, mode: 0o700 });
  const database = new Database(home.lock, { timeout: 0 });
  try {
    // Nothing is ever written in the transaction: it only holds the file's RESERVED lock.
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new HoldfastError('home-busy', { home: home.folder, pid: readHolder(home) }, { cause: error });
  }
  const holder = holderFile(home);
  try {
    writeFileSync(holder, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    release: () => {
      if (!database.open) return;
      try {
        rmSync(holder, { force: true });
      } catch {
        // A disk that became read-only: only the words of `home-busy` rest on it.
      } finally {
        database.close();
      }
    },
  };
}

/** Beside the lock and only for the words of `home-busy`; who holds the lock is never judged by it. */
const holderFile = (home: Home): string => `${home.lock}.pid`;

function readHolder(home: Home): string | undefined {
  try {
    return readFileSync(holderFile(home), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
