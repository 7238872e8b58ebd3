import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { ByteRange, ListedVersion, ObjectVersion } from '../../model/object.ts';
import type { ObjectStore, PutRequest, PutResult } from '../object-store.ts';
import { operationWords, type StoreOperation } from '../operation.ts';
import { ForwardingStore } from './forwarding-store.ts';

export type MeterReading = {
  /** Attempts, failed ones too; a listing counts its pages. */
  readonly calls: Readonly<Record<StoreOperation, number>>;
  /** Bodies that arrived or may have arrived. */
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
};

export type Meter = { readonly snapshot: () => MeterReading };

/** Counts what really goes out, so it belongs below the retry decorator: withRetry(withMeter(store).store). */
export function withMeter(store: ObjectStore): { readonly store: ObjectStore; readonly meter: Meter } {
  const metered = new MeteredStore(store);
  return { store: metered, meter: { snapshot: () => metered.snapshot() } };
}

class MeteredStore extends ForwardingStore {
  readonly #calls = Object.fromEntries(Object.keys(operationWords).map((name) => [name, 0])) as Record<
    StoreOperation,
    number
  >;
  #uploaded = 0;
  #downloaded = 0;

  snapshot(): MeterReading {
    return { calls: { ...this.#calls }, uploadedBytes: this.#uploaded, downloadedBytes: this.#downloaded };
  }

  protected override around<T>(operation: StoreOperation, call: () => Promise<T>): Promise<T> {
    this.#calls[operation]++;
    return call();
  }

  override async put(request: PutRequest): Promise<PutResult> {
    try {
      const result = await super.put(request);
      this.#uploaded += request.body.length;
      return result;
    } catch (error) {
      if (isHoldfastError(error) && error.retry === 'unclear') this.#uploaded += request.body.length;
      throw error;
    }
  }

  override async get(version: ObjectVersion, range?: ByteRange): Promise<Uint8Array> {
    const bytes = await super.get(version, range);
    this.#downloaded += bytes.length;
    return bytes;
  }

  override async *listVersions(
    prefix: string,
    options?: { readonly startAfter?: string },
  ): AsyncGenerator<readonly ListedVersion[]> {
    const pages = this.inner.listVersions(prefix, options)[Symbol.asyncIterator]();
    try {
      for (;;) {
        this.#calls.listVersions++;
        const page = await pages.next();
        if (page.done === true) {
          // The last page came with the word that it is the last; only an empty listing is a call of its own.
          this.#calls.listVersions--;
          return;
        }
        yield page.value;
      }
    } finally {
      await pages.return?.();
    }
  }
}
