import type Database from 'better-sqlite3';
import type { Instant } from '../../core/model/object.ts';
import type { BucketTable } from './bucket-table.ts';
import { keep } from './database.ts';
import { dayMs, isLocked } from './lock-rules.ts';
import { behindAll, behindPrefix } from './name-order.ts';
import type { LifecycleRule, VaultBucket } from './vault-bucket.ts';
import type { VaultClock } from './vault-clock.ts';
import { toVersion, type VersionRow } from './version-row.ts';
import type { VersionTable } from './version-table.ts';

/*
 * What each number of a rule waits for, as SQL: which rows, and the instant from which they are due. A row
 * under a running lock is not due; a legal hold never is. Where rules overlap, the earliest wins.
 */
const waits = {
  daysFromHidingToDeleting: {
    rows: 'superseded_at IS NOT NULL AND legal_hold IS NOT 1',
    due: 'MAX(superseded_at + :wait, COALESCE(retain_until, 0))',
  },
  // The marker goes when nothing is left under it.
  loneMarker: {
    rows: `action = 'hide' AND superseded_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM versions below WHERE below.bucket_id = v.bucket_id AND below.name = v.name
        AND below.seq <> v.seq AND below.action <> 'start')`,
    due: 'uploaded_at + :wait',
  },
  daysFromUploadingToHiding: {
    rows: `superseded_at IS NULL AND action = 'upload'`,
    due: 'uploaded_at + :wait',
  },
  daysFromStartingToCancelingUnfinishedLargeFiles: {
    rows: `action = 'start'`,
    due: 'uploaded_at + :wait',
  },
} as const;

type Wait = keyof typeof waits;
type Range = {
  readonly bucket: string;
  readonly lower: string;
  readonly end: string | Buffer;
  readonly wait: number;
};

/** The daily pass at 00:00 UTC of the vault's clock. */
export class Lifecycle {
  readonly #db: Database.Database;
  readonly #clock: VaultClock;
  readonly #buckets: BucketTable;
  readonly #versions: VersionTable;
  /** Days since 1970 of the last pass that was done or had nothing to do. */
  #lastDay: number;

  constructor(db: Database.Database, clock: VaultClock, buckets: BucketTable, versions: VersionTable) {
    this.#db = db;
    this.#clock = clock;
    this.#buckets = buckets;
    this.#versions = versions;
    this.#lastDay = Number(keep(db, 'lifecycle-day', () => String(dayOf(clock.now()))));
  }

  /** Runs the passes of all days since the last one; days on which nothing is due cost nothing. */
  run(): void {
    const today = dayOf(this.#clock.now());
    if (today === this.#lastDay) return;
    for (;;) {
      const day = Math.max(this.#lastDay + 1, Math.ceil(this.#earliestDue() / dayMs));
      if (day > today) break;
      this.#pass(day * dayMs);
      this.#lastDay = day;
    }
    this.#lastDay = today;
    this.#db.prepare("UPDATE meta SET value = ? WHERE name = 'lifecycle-day'").run(String(today));
  }

  #earliestDue(): Instant {
    const dues = this.#rules().flatMap(({ bucket, rule }) =>
      waitsOf(rule).map(({ wait, days }) => {
        const { rows, due } = waits[wait];
        const found = this.#db
          .prepare<[Range], { due: number | null }>(
            `SELECT MIN(${due}) AS due FROM versions v WHERE ${inRange} AND ${rows}`,
          )
          .get(range(bucket, rule, days));
        return found?.due ?? Infinity;
      }),
    );
    return Math.min(Infinity, ...dues);
  }

  #pass(at: Instant): void {
    for (const { bucket, rule } of this.#rules())
      for (const { wait, days } of waitsOf(rule)) {
        const { rows, due } = waits[wait];
        const found = this.#db
          .prepare<[Range & { at: number }], VersionRow>(
            `SELECT * FROM versions v WHERE ${inRange} AND ${rows} AND ${due} <= :at`,
          )
          .all({ ...range(bucket, rule, days), at });
        if (wait === 'daysFromUploadingToHiding')
          for (const { name } of found) this.#versions.placeMarker(bucket.bucketId, name, at);
        // The statement says the same; a lock is never left to one sentence of SQL.
        else this.#versions.erase(found.filter((row) => !isLocked(toVersion(row), at)));
      }
  }

  #rules(): readonly { readonly bucket: VaultBucket; readonly rule: LifecycleRule }[] {
    return this.#buckets.all().flatMap((bucket) => bucket.lifecycleRules.map((rule) => ({ bucket, rule })));
  }
}

const inRange = 'bucket_id = :bucket AND name >= :lower AND name < :end';

function range(bucket: VaultBucket, rule: LifecycleRule, days: number): Range {
  return {
    bucket: bucket.bucketId,
    lower: rule.fileNamePrefix,
    end: behindPrefix(rule.fileNamePrefix) ?? behindAll,
    wait: days * dayMs,
  };
}

/** In the order in which a pass takes them: what is hidden goes before the marker above it. */
function waitsOf(rule: LifecycleRule): readonly { readonly wait: Wait; readonly days: number }[] {
  const { daysFromHidingToDeleting, daysFromUploadingToHiding } = rule;
  return [
    { wait: 'daysFromHidingToDeleting' as const, days: daysFromHidingToDeleting },
    { wait: 'loneMarker' as const, days: daysFromHidingToDeleting },
    { wait: 'daysFromUploadingToHiding' as const, days: daysFromUploadingToHiding },
    {
      wait: 'daysFromStartingToCancelingUnfinishedLargeFiles' as const,
      days: rule.daysFromStartingToCancelingUnfinishedLargeFiles,
    },
  ].flatMap(({ wait, days }) => (days === null ? [] : [{ wait, days }]));
}

function dayOf(instant: Instant): number {
  return Math.floor(instant / dayMs);
}
