import { compareNames } from '../../core/storage/name-order.ts';
import type { Instant, ObjectVersion, RetentionMode } from '../../core/model/object.ts';

const dayMs = 86_400_000;

export type StoredVersion = ObjectVersion & {
  readonly kind: 'object' | 'marker';
  readonly body: Uint8Array;
  readonly uploadedAt: Instant;
  /** Who uploaded it: for the checks, no provider tells. */
  readonly by: string;
  mode: RetentionMode | null;
  until: Instant | null;
  legalHold: boolean;
  /** Since when something newer lies above it. */
  supersededAt: Instant | undefined;
};

/** What happens to a bucket, as seen by somebody who looks on and misses nothing. */
export type BucketWatcher = {
  readonly placed?: (version: StoredVersion) => void;
  readonly erased?: (version: StoredVersion, by: string) => void;
  readonly locked?: (version: StoredVersion, until: Instant, by: string) => void;
};

export type LifecycleRule = { readonly prefix: string; readonly daysFromHidingToDeleting: number };

/** The provider's side of a bucket with Object Lock: all versions, in memory, and the rules that apply to everybody. */
export class SimulatedBucket {
  rules: readonly LifecycleRule[] = [];
  watcher: BucketWatcher = {};
  readonly now: () => Instant;
  /** Sorted as stores sort. */
  readonly #names: string[] = [];
  /** Oldest first. */
  readonly #versions = new Map<string, StoredVersion[]>();
  #placed = 0;

  /** @param now the time by which this provider keeps locks, whatever its answers say */
  constructor(now: () => Instant) {
    this.now = now;
  }

  versionsOf(name: string): readonly StoredVersion[] {
    return this.#versions.get(name) ?? [];
  }

  find({ name, versionId }: ObjectVersion): StoredVersion | undefined {
    return this.#versions.get(name)?.find((version) => version.versionId === versionId);
  }

  latest(name: string): StoredVersion | undefined {
    return this.#versions.get(name)?.at(-1);
  }

  /** Names after `startAfter` that begin with `prefix`, in order. */
  *names(prefix: string, startAfter?: string): Generator<string> {
    let at = this.#place(prefix);
    if (startAfter !== undefined) {
      const after = this.#place(startAfter);
      at = Math.max(at, this.#names[after] === startAfter ? after + 1 : after);
    }
    // A copy: names may come and go while a listing goes on.
    let name = this.#names[at];
    while (name?.startsWith(prefix)) {
      yield name;
      at = this.#names[at] === name ? at + 1 : this.#place(`${name}\0`);
      name = this.#names[at];
    }
  }

  *all(): Generator<StoredVersion> {
    for (const versions of this.#versions.values()) yield* versions;
  }

  place(
    name: string,
    kind: StoredVersion['kind'],
    body: Uint8Array,
    by: string,
    lockUntil: Instant | undefined,
  ): StoredVersion {
    const uploadedAt = this.now();
    const version: StoredVersion = {
      name,
      versionId: `4_z${String(++this.#placed).padStart(12, '0')}`,
      kind,
      body: Uint8Array.from(body),
      uploadedAt,
      by,
      mode: lockUntil === undefined ? null : 'compliance',
      until: lockUntil ?? null,
      legalHold: false,
      supersededAt: undefined,
    };
    const versions = this.#versions.get(name);
    if (versions) {
      versions.at(-1)!.supersededAt = uploadedAt;
      versions.push(version);
    } else {
      this.#versions.set(name, [version]);
      this.#names.splice(this.#place(name), 0, name);
    }
    this.watcher.placed?.(version);
    if (lockUntil !== undefined) this.watcher.locked?.(version, lockUntil, by);
    return version;
  }

  lock(version: StoredVersion, mode: RetentionMode | null, until: Instant | null, by: string): void {
    version.mode = mode;
    version.until = until;
    if (until !== null) this.watcher.locked?.(version, until, by);
  }

  /** Whether time or a hold keeps it, whoever asks. */
  isLocked(version: StoredVersion): boolean {
    return version.legalHold || (version.until ?? 0) > this.now();
  }

  erase(version: StoredVersion, by: string): void {
    const versions = this.#versions.get(version.name)!;
    versions.splice(versions.indexOf(version), 1);
    if (versions.length > 0) versions.at(-1)!.supersededAt = undefined;
    else {
      this.#versions.delete(version.name);
      this.#names.splice(this.#place(version.name), 1);
    }
    this.watcher.erased?.(version, by);
  }

  /** The provider's daily pass: what is hidden or overwritten long enough and not locked, then markers over nothing. */
  runLifecycle(): void {
    const now = this.now();
    const due: StoredVersion[] = [];
    for (const [name, versions] of this.#versions) {
      const rule = this.rules.find(({ prefix }) => name.startsWith(prefix));
      if (rule === undefined) continue;
      const isDue = (since: Instant | undefined): boolean =>
        since !== undefined && since + rule.daysFromHidingToDeleting * dayMs <= now;
      const gone = versions.filter((version) => isDue(version.supersededAt) && !this.isLocked(version));
      due.push(...gone);
      const last = versions.at(-1)!;
      if (last.kind === 'marker' && gone.length === versions.length - 1 && isDue(last.uploadedAt))
        due.push(last);
    }
    for (const version of due) this.erase(version, 'lifecycle');
  }

  /** Where a name is or would be. */
  #place(name: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareNames(this.#names[middle]!, name) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
