import type { Instant, ObjectVersion } from '../../core/model/object.ts';
import { ForwardingStore } from '../../core/storage/decorators/forwarding-store.ts';
import type { ObjectStore, PutRequest, PutResult, VersionHead } from '../../core/storage/object-store.ts';

/** For tests: a store that can be looked at and made to misbehave. */
export class WatchedStore extends ForwardingStore {
  /** Of all PUTs that were asked for, in order. */
  readonly puts: PutRequest[] = [];
  /** Of all reads of contents, in order. */
  readonly gets: string[] = [];
  /** Around every PUT. */
  onPut: (request: PutRequest, put: (request: PutRequest) => Promise<PutResult>) => Promise<PutResult> = (
    request,
    put,
  ) => put(request);
  /** Before every renewal. */
  onRenew: (version: ObjectVersion, until: Instant) => void = () => undefined;
  onHead: (head: VersionHead) => VersionHead = (head) => head;

  constructor(inner: ObjectStore) {
    super(inner);
  }

  /** Folders of the PUTs: `packs`, `index`, … List parts in a row count once: how many there are is for the packs' names to say. */
  get putFolders(): readonly string[] {
    const folders = this.puts.map(({ name }) => name.split('/')[1] ?? '');
    return folders.filter((folder, at) => folder !== 'lists' || folders[at - 1] !== 'lists');
  }

  protected override around<T>(_operation: string, call: () => Promise<T>): Promise<T> {
    return call();
  }

  override put(request: PutRequest): Promise<PutResult> {
    this.puts.push(request);
    return this.onPut(request, (asked) => super.put(asked));
  }

  override get(...asked: Parameters<ForwardingStore['get']>): Promise<Uint8Array> {
    this.gets.push(asked[0].name);
    return super.get(...asked);
  }

  override async head(version: ObjectVersion): Promise<VersionHead> {
    return this.onHead(await super.head(version));
  }

  override async renew(version: ObjectVersion, until: Instant): Promise<void> {
    this.onRenew(version, until);
    await super.renew(version, until);
  }
}
