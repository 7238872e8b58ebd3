import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { allCapabilities, isCapability } from './capabilities.ts';
import type { VaultClock } from './vault-clock.ts';
import type { NewKey, VaultKey } from './vault-key.ts';
import { VaultRefusal } from './vault-refusal.ts';

type Row = {
  key_id: string;
  secret: string;
  name: string;
  capabilities: string;
  bucket_ids: string | null;
  name_prefix: string | null;
  expires_at: number | null;
  master: number;
};

/** B2's bound: 1,000 days. */
const maxValidSeconds = 86_400_000;

export class KeyTable {
  readonly #db: Database.Database;
  readonly #clock: VaultClock;
  readonly #accountId: string;
  /** Asked for on every request; keys never change, they only come and go. */
  readonly #cache = new Map<string, VaultKey>();

  constructor(db: Database.Database, clock: VaultClock, accountId: string) {
    this.#db = db;
    this.#clock = clock;
    this.#accountId = accountId;
    db.transaction(() => this.#makeFirstKeys())();
    for (const row of db.prepare<[], Row>('SELECT * FROM keys').all())
      this.#cache.set(row.key_id, toKey(row));
  }

  get(keyId: string): VaultKey | undefined {
    return this.#cache.get(keyId);
  }

  master(): VaultKey {
    return this.#need(this.#accountId);
  }

  first(): VaultKey {
    return this.#need(this.#keyId(1));
  }

  create(key: NewKey): VaultKey {
    if (!/^[A-Za-z0-9-]{1,100}$/.test(key.name))
      throw new VaultRefusal('key-invalid', `invalid keyName: ${key.name}`);
    const unknown = key.capabilities.find((name) => !isCapability(name));
    if (unknown !== undefined || key.capabilities.length === 0)
      throw new VaultRefusal('key-invalid', `${unknown ?? 'none'} is not a valid capability`);
    if (
      key.validSeconds !== null &&
      !(Number.isInteger(key.validSeconds) && key.validSeconds >= 1 && key.validSeconds <= maxValidSeconds)
    )
      throw new VaultRefusal(
        'key-invalid',
        `validDurationInSeconds must be between 1 and ${maxValidSeconds}`,
      );
    return this.#insert({
      keyId: this.#keyId(this.#nextNumber()),
      secret: newSecret(),
      name: key.name,
      capabilities: [...new Set(key.capabilities)],
      bucketIds: key.bucketIds,
      namePrefix: key.namePrefix,
      expiresAt: key.validSeconds === null ? null : this.#clock.now() + key.validSeconds * 1000,
      master: false,
    });
  }

  /** Expired keys are gone from the list. */
  list(startId: string, max: number): { keys: readonly VaultKey[]; nextId: string | null } {
    const rows = this.#db
      .prepare<[string, number, number], Row>(
        `SELECT * FROM keys WHERE key_id >= ? AND master = 0 AND (expires_at IS NULL OR expires_at > ?)
         ORDER BY key_id LIMIT ?`,
      )
      .all(startId, this.#clock.now(), max + 1);
    return { keys: rows.slice(0, max).map(toKey), nextId: rows[max]?.key_id ?? null };
  }

  remove(keyId: string): VaultKey {
    const key = this.#cache.get(keyId);
    if (key === undefined || key.master)
      throw new VaultRefusal('no-such-key', `application key does not exist: ${keyId}`);
    this.#db.prepare('DELETE FROM keys WHERE key_id = ?').run(keyId);
    this.#cache.delete(keyId);
    return key;
  }

  #makeFirstKeys(): void {
    const made = this.#db.prepare<[], { n: number }>('SELECT count(*) AS n FROM keys').get()?.n !== 0;
    if (made) return;
    const all = { capabilities: allCapabilities, bucketIds: null, namePrefix: null, expiresAt: null };
    this.#insert({ ...all, keyId: this.#accountId, secret: newSecret(), name: 'Master', master: true });
    this.#insert({
      ...all,
      keyId: this.#keyId(this.#nextNumber()),
      secret: newSecret(),
      name: 'practice',
      master: false,
    });
  }

  #insert(key: VaultKey): VaultKey {
    this.#db
      .prepare('INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        key.keyId,
        key.secret,
        key.name,
        JSON.stringify(key.capabilities),
        key.bucketIds === null ? null : JSON.stringify(key.bucketIds),
        key.namePrefix,
        key.expiresAt,
        key.master ? 1 : 0,
      );
    this.#cache.set(key.keyId, key);
    return key;
  }

  /** Numbers are never used again, also after a key was deleted. */
  #nextNumber(): number {
    const row = this.#db
      .prepare<[], { value: string }>(
        `INSERT INTO meta (name, value) VALUES ('key-number', '1')
         ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value`,
      )
      .get();
    return Number(row?.value);
  }

  #keyId(number: number): string {
    return `001${this.#accountId}${String(number).padStart(10, '0')}`;
  }

  #need(keyId: string): VaultKey {
    const key = this.#cache.get(keyId);
    if (key === undefined) throw new VaultRefusal('no-such-key', `application key does not exist: ${keyId}`);
    return key;
  }
}

/** The form of B2's: K001 and 27 characters. */
function newSecret(): string {
  return `K001${randomBytes(20).toString('base64url')}`;
}

function toKey(row: Row): VaultKey {
  return {
    keyId: row.key_id,
    secret: row.secret,
    name: row.name,
    capabilities: JSON.parse(row.capabilities) as string[],
    bucketIds: row.bucket_ids === null ? null : (JSON.parse(row.bucket_ids) as string[]),
    namePrefix: row.name_prefix,
    expiresAt: row.expires_at,
    master: row.master === 1,
  };
}
