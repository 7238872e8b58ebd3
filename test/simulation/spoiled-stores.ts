import type { ListedVersion } from '../../core/model/object.ts';
import { ForwardingStore } from '../../core/storage/decorators/forwarding-store.ts';
import type { ObjectStore, ProviderClock, VersionHead } from '../../core/storage/object-store.ts';
import type { Instant, ObjectVersion } from '../../core/model/object.ts';
import type { SimulatedBucket } from './simulated-bucket.ts';

abstract class SpoiledStore extends ForwardingStore {
  constructor(inner: ObjectStore) {
    super(inner);
  }

  protected override around<T>(_operation: string, call: () => Promise<T>): Promise<T> {
    return call();
  }
}

/** Listings of snapshots end after their first page, as if that were all. */
export class TruncatingStore extends SpoiledStore {
  override async *listVersions(
    prefix: string,
    options?: { readonly startAfter?: string },
  ): AsyncGenerator<readonly ListedVersion[]> {
    for await (const page of this.inner.listVersions(prefix, options)) {
      yield page;
      if (prefix.endsWith('/snapshots/')) return;
    }
  }
}

/** Locks are lengthened, and read, by name alone: whatever lies on top. */
export class LatestStore extends SpoiledStore {
  readonly #bucket: SimulatedBucket;

  constructor(inner: ObjectStore, bucket: SimulatedBucket) {
    super(inner);
    this.#bucket = bucket;
  }

  override async renew(version: ObjectVersion, until: Instant): Promise<void> {
    const top = this.#top(version);
    if ((this.#bucket.find(top)?.until ?? 0) < until) await this.inner.renew(top, until);
  }

  override async head(version: ObjectVersion): Promise<VersionHead> {
    const asked = await this.inner.head(version);
    return { ...asked, lock: (await this.inner.head(this.#top(version))).lock };
  }

  #top(version: ObjectVersion): ObjectVersion {
    return this.#bucket.versionsOf(version.name).findLast(({ kind }) => kind === 'object') ?? version;
  }
}

/** Answers with the time of an answer that is almost a day old. */
export class YesterdaysStore extends SpoiledStore {
  override async providerClock(): Promise<ProviderClock> {
    const { now, movedBy } = await this.inner.providerClock();
    return { now: now - 23 * 3_600_000, movedBy };
  }
}
