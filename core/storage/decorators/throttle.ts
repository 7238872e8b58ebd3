import type { ByteRange, ObjectVersion } from '../../model/object.ts';
import { realWorld, type World } from '../../system/world.ts';
import type { ObjectStore, PutRequest, PutResult } from '../object-store.ts';
import type { StoreOperation } from '../operation.ts';
import { ForwardingStore } from './forwarding-store.ts';

/**
 * Holds uploads and downloads together to an average of `bytesPerSecond`. A body goes out in one piece at the line's
 * speed; the next waits until the average is kept, so smaller packs make it smoother.
 */
export function withThrottle(
  store: ObjectStore,
  options: { readonly bytesPerSecond: number; readonly world?: World },
): ObjectStore {
  return new ThrottledStore(store, options.bytesPerSecond, options.world ?? realWorld);
}

class ThrottledStore extends ForwardingStore {
  readonly #bytesPerSecond: number;
  readonly #world: World;
  #freeAt = -Infinity;

  constructor(inner: ObjectStore, bytesPerSecond: number, world: World) {
    super(inner);
    this.#bytesPerSecond = bytesPerSecond;
    this.#world = world;
  }

  protected override around<T>(_operation: StoreOperation, call: () => Promise<T>): Promise<T> {
    return call();
  }

  override async put(request: PutRequest): Promise<PutResult> {
    await this.#turn(request.body.length);
    return await super.put(request);
  }

  override async get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    await this.#turn(range === undefined ? 0 : range.end - range.start);
    const bytes = await super.get(version, range);
    if (range === undefined) this.#take(bytes.length);
    return bytes;
  }

  /** Books its time before waiting, so that calls at the same moment queue up. */
  async #turn(bytes: number): Promise<void> {
    const wait = this.#take(bytes) - this.#world.monotonic();
    if (wait > 0) await this.#world.sleep(wait);
  }

  #take(bytes: number): number {
    const begin = Math.max(this.#freeAt, this.#world.monotonic());
    this.#freeAt = begin + (bytes / this.#bytesPerSecond) * 1000;
    return begin;
  }
}
