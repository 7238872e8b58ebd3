import type { ByteRange, Instant, ListedVersion, ObjectVersion, VersionLock } from '../../model/object.ts';
import type {
  BucketState,
  BypassOption,
  KeyCapabilities,
  ObjectStore,
  ProviderClock,
  PutRequest,
  PutResult,
  RefusedDeletion,
  VersionHead,
} from '../object-store.ts';
import type { StoreOperation } from '../operation.ts';

/** A store that hands every call on; a decorator says what happens around them. */
export abstract class ForwardingStore implements ObjectStore {
  readonly kind: 's3' | 'b2';
  readonly bucket: string;
  readonly listsLocks: boolean;
  protected readonly inner: ObjectStore;

  constructor(inner: ObjectStore) {
    this.inner = inner;
    this.kind = inner.kind;
    this.bucket = inner.bucket;
    this.listsLocks = inner.listsLocks;
  }

  /** Everything but listings passes through here. */
  protected abstract around<T>(operation: StoreOperation, call: () => Promise<T>): Promise<T>;

  put(request: PutRequest): Promise<PutResult> {
    return this.around('put', () => this.inner.put(request));
  }

  get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    return this.around('get', () => this.inner.get(version, range));
  }

  head(version: ObjectVersion): Promise<VersionHead> {
    return this.around('head', () => this.inner.head(version));
  }

  listVersions(
    prefix: string,
    options?: { readonly startAfter?: string },
  ): AsyncIterable<readonly ListedVersion[]> {
    return this.inner.listVersions(prefix, options);
  }

  renew(version: ObjectVersion, until: Instant): Promise<void> {
    return this.around('renew', () => this.inner.renew(version, until));
  }

  setLegalHold(version: ObjectVersion, on: boolean): Promise<void> {
    return this.around('setLegalHold', () => this.inner.setLegalHold(version, on));
  }

  hide(name: string): Promise<{ readonly markerVersionId: string }> {
    return this.around('hide', () => this.inner.hide(name));
  }

  deleteVersion(version: ObjectVersion, options?: BypassOption): Promise<void> {
    return this.around('deleteVersion', () => this.inner.deleteVersion(version, options));
  }

  deleteVersions(versions: readonly ObjectVersion[]): Promise<readonly RefusedDeletion[]> {
    return this.around('deleteVersions', () => this.inner.deleteVersions(versions));
  }

  replaceLock(
    version: ObjectVersion,
    lock: Pick<VersionLock, 'mode' | 'until'>,
    options?: BypassOption,
  ): Promise<void> {
    return this.around('replaceLock', () => this.inner.replaceLock(version, lock, options));
  }

  keyCapabilities(): Promise<KeyCapabilities | undefined> {
    return this.around('keyCapabilities', () => this.inner.keyCapabilities());
  }

  bucketState(): Promise<BucketState> {
    return this.around('bucketState', () => this.inner.bucketState());
  }

  providerClock(): Promise<ProviderClock> {
    return this.around('providerClock', () => this.inner.providerClock());
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
