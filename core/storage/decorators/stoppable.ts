import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ListedVersion } from '../../model/object.ts';
import { untilAborted } from '../../system/until-aborted.ts';
import type { ObjectStore } from '../object-store.ts';
import type { StoreOperation } from '../operation.ts';
import { ForwardingStore } from './forwarding-store.ts';

/**
 * For one piece of work that reads from a store which others share: as soon as the signal aborts, its calls end with `cancelled`,
 * however long the store itself would go on asking a provider that does not answer.
 */
export function withStop(store: ObjectStore, signal: AbortSignal): ObjectStore {
  return new StoppableStore(store, signal);
}

class StoppableStore extends ForwardingStore {
  readonly #signal: AbortSignal;

  constructor(inner: ObjectStore, signal: AbortSignal) {
    super(inner);
    this.#signal = signal;
  }

  protected override around<T>(_operation: StoreOperation, call: () => Promise<T>): Promise<T> {
    return this.#unlessStopped(call);
  }

  override async *listVersions(
    prefix: string,
    options?: { readonly startAfter?: string },
  ): AsyncGenerator<readonly ListedVersion[]> {
    const pages = this.inner.listVersions(prefix, options)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#unlessStopped(() => pages.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      // Not waited for: a page that is on its way would be.
      void pages.return?.().catch(() => undefined);
    }
  }

  async #unlessStopped<T>(call: () => Promise<T>): Promise<T> {
    if (this.#signal.aborted) throw new HoldfastError('cancelled');
    return await untilAborted(call(), this.#signal);
  }
}
