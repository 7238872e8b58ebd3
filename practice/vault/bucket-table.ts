import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { checkBucket } from './bucket-rules.ts';
import type { BucketChange, BucketType, NewBucket, VaultBucket } from './vault-bucket.ts';
import type { VaultClock } from './vault-clock.ts';
import { VaultRefusal } from './vault-refusal.ts';

type Row = {
  bucket_id: string;
  name: string;
  type: BucketType;
  info: string;
  cors_rules: string;
  lifecycle_rules: string;
  lock_enabled: number;
  default_retention: string;
  revision: number;
  created_at: number;
};

/** B2's bound for an account. */
const maxBuckets = 100;

export class BucketTable {
  readonly #db: Database.Database;
  readonly #clock: VaultClock;
  /** All of them, by id: asked for on every request. */
  readonly #buckets = new Map<string, VaultBucket>();
  readonly #byName = new Map<string, VaultBucket>();

  constructor(db: Database.Database, clock: VaultClock) {
    this.#db = db;
    this.#clock = clock;
    for (const row of db.prepare<[], Row>('SELECT * FROM buckets ORDER BY name').all())
      this.#remember(toBucket(row));
  }

  /** By name. */
  all(): readonly VaultBucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  byName(name: string): VaultBucket | undefined {
    return this.#byName.get(name);
  }

  byId(bucketId: string): VaultBucket | undefined {
    return this.#buckets.get(bucketId);
  }

  need(bucketId: string): VaultBucket {
    const bucket = this.#buckets.get(bucketId);
    if (bucket === undefined) throw new VaultRefusal('no-such-bucket', `bucket does not exist: ${bucketId}`);
    return bucket;
  }

  create(wanted: NewBucket): VaultBucket {
    const bucket: VaultBucket = {
      info: {},
      corsRules: [],
      lifecycleRules: [],
      lockEnabled: false,
      defaultRetention: null,
      ...wanted,
      bucketId: randomBytes(12).toString('hex'),
      revision: 1,
      createdAt: this.#clock.now(),
    };
    checkBucket(bucket);
    const taken = [...this.#byName.keys()].some((name) => name.toLowerCase() === wanted.name.toLowerCase());
    if (taken) throw new VaultRefusal('bucket-name-taken', 'Bucket name is already in use.');
    if (this.#buckets.size >= maxBuckets)
      throw new VaultRefusal('too-many-buckets', `an account may have ${maxBuckets} buckets`);
    return this.#write(bucket);
  }

  update(bucketId: string, change: BucketChange): VaultBucket {
    const before = this.need(bucketId);
    const { ifRevisionIs, ...fields } = change;
    if (ifRevisionIs !== undefined && ifRevisionIs !== before.revision)
      throw new VaultRefusal('bucket-changed', `bucket revision is ${before.revision}, not ${ifRevisionIs}`);
    const after: VaultBucket = { ...before, ...fields, revision: before.revision + 1 };
    if (before.lockEnabled && !after.lockEnabled)
      throw new VaultRefusal('lock-cannot-be-disabled', 'File lock cannot be disabled on a bucket');
    checkBucket(after);
    return this.#write(after);
  }

  remove(bucketId: string): VaultBucket {
    const bucket = this.need(bucketId);
    const first = this.#db.prepare('SELECT 1 FROM versions WHERE bucket_id = ? LIMIT 1').get(bucketId);
    if (first !== undefined) throw new VaultRefusal('bucket-not-empty', 'Cannot delete non-empty bucket');
    this.#db.prepare('DELETE FROM buckets WHERE bucket_id = ?').run(bucketId);
    this.#buckets.delete(bucketId);
    this.#byName.delete(bucket.name);
    return bucket;
  }

  #write(bucket: VaultBucket): VaultBucket {
    this.#db
      .prepare('INSERT OR REPLACE INTO buckets VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        bucket.bucketId,
        bucket.name,
        bucket.type,
        JSON.stringify(bucket.info),
        JSON.stringify(bucket.corsRules),
        JSON.stringify(bucket.lifecycleRules),
        bucket.lockEnabled ? 1 : 0,
        JSON.stringify(bucket.defaultRetention),
        bucket.revision,
        bucket.createdAt,
      );
    return this.#remember(bucket);
  }

  #remember(bucket: VaultBucket): VaultBucket {
    this.#buckets.set(bucket.bucketId, bucket);
    this.#byName.set(bucket.name, bucket);
    return bucket;
  }
}

function toBucket(row: Row): VaultBucket {
  return {
    bucketId: row.bucket_id,
    name: row.name,
    type: row.type,
    info: JSON.parse(row.info) as VaultBucket['info'],
    corsRules: JSON.parse(row.cors_rules) as VaultBucket['corsRules'],
    lifecycleRules: JSON.parse(row.lifecycle_rules) as VaultBucket['lifecycleRules'],
    lockEnabled: row.lock_enabled === 1,
    defaultRetention: JSON.parse(row.default_retention) as VaultBucket['defaultRetention'],
    revision: row.revision,
    createdAt: row.created_at,
  };
}
