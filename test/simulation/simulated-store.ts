import { createHash } from 'node:crypto';
import { HoldfastError } from '../../core/errors/holdfast-error.ts';
import type {
  ByteRange,
  Instant,
  ListedVersion,
  ObjectVersion,
  VersionLock,
} from '../../core/model/object.ts';
import { markerLock } from '../../core/storage/marker-lock.ts';
import {
  maxDeletions,
  type BucketState,
  type BypassOption,
  type KeyCapabilities,
  type ObjectStore,
  type ProviderClock,
  type PutRequest,
  type PutResult,
  type RefusedDeletion,
  type VersionHead,
} from '../../core/storage/object-store.ts';
import { operationWords, type StoreOperation } from '../../core/storage/operation.ts';
import type { Fault } from './fault-script.ts';
import type { SimulatedBucket, StoredVersion } from './simulated-bucket.ts';

const dayMs = 86_400_000;
/** As B2: further away no lock can be. */
const maxRetentionDays = 3_000;

export type SimulatedStoreOptions = {
  readonly bucket: SimulatedBucket;
  readonly capabilities: readonly string[];
  /** Whose key it is: for the checks. */
  readonly by: string;
  /** What the answers say the time is. */
  readonly clock: () => ProviderClock;
  readonly listsLocks: boolean;
  readonly pageRows?: number;
  readonly onlyIfAbsent?: 'honoured' | 'ignored';
  readonly faults?: { next(operation: StoreOperation): Fault | undefined };
  /** Told of every call, before it. */
  readonly onCall?: (operation: StoreOperation) => void;
};

/** A bucket seen through one key: the provider of the simulation. Passes the conformance suite of all stores. */
export class SimulatedStore implements ObjectStore {
  readonly kind: 's3' | 'b2';
  readonly bucket = 'simulated';
  readonly listsLocks: boolean;
  readonly #options: SimulatedStoreOptions;
  readonly #bucket: SimulatedBucket;

  constructor(options: SimulatedStoreOptions) {
    this.#options = options;
    this.#bucket = options.bucket;
    this.listsLocks = options.listsLocks;
    this.kind = options.listsLocks ? 'b2' : 's3';
  }

  put(request: PutRequest): Promise<PutResult> {
    return this.#call('put', 'writeFiles', () => {
      const { name, body, sha256, lockUntil, onlyIfAbsent } = request;
      if (createHash('sha256').update(body).digest('hex') !== sha256)
        throw refused('to store bytes that do not match their hash');
      if (
        onlyIfAbsent &&
        this.#options.onlyIfAbsent !== 'ignored' &&
        this.#bucket.latest(name)?.kind === 'object'
      )
        throw new HoldfastError('object-exists', { name });
      if (lockUntil !== undefined) this.#checkDate(lockUntil);
      const { versionId, uploadedAt } = this.#bucket.place(name, 'object', body, this.#options.by, lockUntil);
      return { versionId, providerTime: uploadedAt };
    });
  }

  get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    return this.#call('get', 'readFiles', () => {
      const { body, name } = this.#find(version);
      if (range === undefined) return Uint8Array.from(body);
      if (range.end > body.length || range.start < 0)
        throw new HoldfastError('object-damaged', { name, reason: 'it is shorter than asked for' });
      return body.slice(range.start, range.end);
    });
  }

  head(version: ObjectVersion): Promise<VersionHead> {
    return this.#call('head', 'readFiles', () => {
      const { name, versionId, kind, body, uploadedAt } = this.#find(version);
      return { name, versionId, kind, size: body.length, uploadedAt, lock: lockOf(this.#find(version)) };
    });
  }

  async *listVersions(
    prefix: string,
    options: { readonly startAfter?: string } = {},
  ): AsyncGenerator<readonly ListedVersion[]> {
    const names = this.#bucket.names(prefix, options.startAfter);
    const rows: ListedVersion[] = [];
    const size = this.#options.pageRows ?? 1_000;
    let isOver = false;
    let isFirst = true;
    while (!isOver || rows.length > 0) {
      const page = await this.#call('listVersions', 'listFiles', () => {
        while (!isOver && rows.length < size) {
          const next = names.next();
          if (next.done) isOver = true;
          else rows.push(...this.#rowsOf(next.value));
        }
        return rows.splice(0, size);
      });
      if (page.length > 0 || isFirst) yield page;
      isFirst = false;
    }
  }

  renew(version: ObjectVersion, until: Instant): Promise<void> {
    return this.#call('renew', 'writeFileRetentions', () => {
      this.#replace(version, { mode: 'compliance', until }, false);
    });
  }

  setLegalHold(version: ObjectVersion, on: boolean): Promise<void> {
    return this.#call('setLegalHold', 'writeFileLegalHolds', () => {
      this.#find(version).legalHold = on;
    });
  }

  hide(name: string): Promise<{ readonly markerVersionId: string }> {
    return this.#call('hide', 'writeFiles', () => ({
      markerVersionId: this.#bucket.place(name, 'marker', new Uint8Array(), this.#options.by, undefined)
        .versionId,
    }));
  }

  deleteVersion(version: ObjectVersion, { bypassGovernance }: BypassOption = {}): Promise<void> {
    return this.#call('deleteVersion', 'deleteFiles', () => {
      this.#assertMayBypass(bypassGovernance);
      const found = this.#bucket.find(version);
      if (found === undefined) return;
      const isBypassed = bypassGovernance === true && found.mode === 'governance' && !found.legalHold;
      if (this.#bucket.isLocked(found) && !isBypassed) throw locked(found);
      this.#bucket.erase(found, this.#options.by);
    });
  }

  deleteVersions(versions: readonly ObjectVersion[]): Promise<readonly RefusedDeletion[]> {
    return this.#call('deleteVersions', 'deleteFiles', () => {
      if (versions.length > maxDeletions) throw refused('so many deletions in one call');
      return versions.flatMap((version) => {
        const found = this.#bucket.find(version);
        if (found && this.#bucket.isLocked(found)) return [{ version, error: locked(found) }];
        if (found) this.#bucket.erase(found, this.#options.by);
        return [];
      });
    });
  }

  replaceLock(
    version: ObjectVersion,
    lock: Pick<VersionLock, 'mode' | 'until'>,
    { bypassGovernance }: BypassOption = {},
  ): Promise<void> {
    return this.#call('replaceLock', 'writeFileRetentions', () => {
      this.#assertMayBypass(bypassGovernance);
      this.#replace(version, lock, bypassGovernance === true);
    });
  }

  keyCapabilities(): Promise<KeyCapabilities | undefined> {
    const { capabilities } = this.#options;
    return this.#call('keyCapabilities', undefined, () =>
      this.kind === 's3' ? undefined : { capabilities, bucket: this.bucket, prefix: null, expiresAt: null },
    );
  }

  bucketState(): Promise<BucketState> {
    return this.#call('bucketState', 'readBuckets', () => ({
      lockEnabled: true,
      versioning: true,
      defaultRetentionDays: null,
      lifecycle: this.#bucket.rules,
    }));
  }

  providerClock(): Promise<ProviderClock> {
    return this.#call('providerClock', undefined, () => {
      const { now, movedBy } = this.#options.clock();
      return { now: Math.floor(now / 1000) * 1000, movedBy };
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #call<T>(operation: StoreOperation, capability: string | undefined, effect: () => T): Promise<T> {
    this.#options.onCall?.(operation);
    const fault = this.#options.faults?.next(operation);
    if (fault?.when === 'before') throw fault.error;
    if (capability !== undefined && !this.#options.capabilities.includes(capability))
      throw new HoldfastError('key-insufficient', { operation: operationWords[operation], capability });
    const answer = effect();
    if (fault) throw fault.error;
    // As after a real answer: whoever waits goes on later, not inside this call.
    await Promise.resolve();
    return answer;
  }

  #find(version: ObjectVersion): StoredVersion {
    const found = this.#bucket.find(version);
    if (found === undefined || found.kind === 'marker')
      throw new HoldfastError('object-missing', { name: version.name });
    return found;
  }

  #rowsOf(name: string): readonly ListedVersion[] {
    const versions = this.#bucket.versionsOf(name);
    return versions
      .map((version, index): ListedVersion => {
        const { versionId, kind, body, uploadedAt } = version;
        const lock = kind === 'marker' ? markerLock : this.listsLocks ? lockOf(version) : undefined;
        const latest = index === versions.length - 1;
        return { name, versionId, kind, size: body.length, uploadedAt, latest, lock };
      })
      .toReversed();
  }

  #checkDate(until: Instant): void {
    if (until <= this.#bucket.now()) throw refused('a lock that ends in the past');
    if (until > this.#bucket.now() + maxRetentionDays * dayMs) throw refused('a lock beyond 3,000 days');
  }

  #replace(version: ObjectVersion, lock: Pick<VersionLock, 'mode' | 'until'>, bypass: boolean): void {
    const found = this.#find(version);
    if (lock.until !== null) this.#checkDate(lock.until);
    const runs = (found.until ?? 0) > this.#bucket.now();
    const strengthens = lock.mode === found.mode && (lock.until ?? 0) >= (found.until ?? 0);
    const mayWeaken = found.mode === 'governance' && bypass;
    if (runs && !strengthens && !mayWeaken) throw locked(found);
    this.#bucket.lock(found, lock.mode, lock.until, this.#options.by);
  }

  #assertMayBypass(bypass: boolean | undefined): void {
    const capability = 'bypassGovernance';
    if (bypass && !this.#options.capabilities.includes(capability))
      throw new HoldfastError('key-insufficient', { operation: 'bypass governance locks', capability });
  }
}

const lockOf = ({ mode, until, legalHold }: StoredVersion): VersionLock => ({ mode, until, legalHold });

const refused = (operation: string): HoldfastError => new HoldfastError('provider-refused', { operation });

const locked = ({ name, until }: StoredVersion): HoldfastError =>
  new HoldfastError(
    'object-locked',
    until === null ? { name } : { name, until: new Date(until).toISOString() },
  );
