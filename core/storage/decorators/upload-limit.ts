import type { World } from '../../system/world.ts';
import type { ObjectStore, PutRequest, PutResult } from '../object-store.ts';
import type { StoreOperation } from '../operation.ts';
import { ForwardingStore } from './forwarding-store.ts';

/**
 * Holds uploads to an average that may change at any time. A body goes out in one piece at the line's speed; the next
 * waits until the average is kept. Downloads are not held: whoever restores is in a hurry.
 * @param bytesPerSecond asked before each upload; null: no limit
 */
export const withUploadLimit = (
  store: ObjectStore,
  bytesPerSecond: () => number | null,
  world: World,
): ObjectStore => new LimitedStore(store, bytesPerSecond, world);

class LimitedStore extends ForwardingStore {
  readonly #bytesPerSecond: () => number | null;
  readonly #world: World;
  #freeAt = -Infinity;

  constructor(inner: ObjectStore, bytesPerSecond: () => number | null, world: World) {
    super(inner);
    this.#bytesPerSecond = bytesPerSecond;
    this.#world = world;
  }

  protected override around<T>(_operation: StoreOperation, call: () => Promise<T>): Promise<T> {
    return call();
  }

  /** Books its time before waiting, so that calls at the same moment queue up. */
  override async put(request: PutRequest): Promise<PutResult> {
    const limit = this.#bytesPerSecond();
    if (limit !== null) {
      const begin = Math.max(this.#freeAt, this.#world.monotonic());
      this.#freeAt = begin + (request.body.length / limit) * 1000;
      const wait = begin - this.#world.monotonic();
      if (wait > 0) await this.#world.sleep(wait);
    }
    return await super.put(request);
  }
}
