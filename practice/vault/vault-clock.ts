import type Database from 'better-sqlite3';
import type { Instant } from '../../core/model/object.ts';
import { keep } from './database.ts';

/** The real clock plus an offset that only grows and is kept on disk. Never goes back while the vault runs. */
export class VaultClock {
  readonly #db: Database.Database;
  readonly #realNow: () => Instant;
  #offset: number;
  #latest = 0;

  constructor(db: Database.Database, realNow: () => Instant = Date.now) {
    this.#db = db;
    this.#realNow = realNow;
    this.#offset = Number(keep(db, 'clock-offset', () => '0'));
  }

  get offset(): number {
    return this.#offset;
  }

  now(): Instant {
    this.#latest = Math.max(this.#latest, this.#realNow() + this.#offset);
    return this.#latest;
  }

  /** @param milliseconds whole, not negative */
  advance(milliseconds: number): void {
    this.#offset += milliseconds;
    this.#db.prepare("UPDATE meta SET value = ? WHERE name = 'clock-offset'").run(String(this.#offset));
  }
}
