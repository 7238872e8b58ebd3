import { Worker } from 'node:worker_threads';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { namesFileOf } from '../../catalog/names/open-names.ts';
import type { NameHits } from '../../catalog/names/search-names.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { explainError } from '../explain-error.ts';
import type { ServiceContext, SetInUse } from '../service/service-context.ts';
import type { FromReader, ReadNamesTask, SearchAnswer, SearchTask, ToReader } from './names-messages.ts';

/** What is read of a set keeps it open; who wants it closed waits no longer than this. */
const sliceMs = 10_000;

type Context = Pick<ServiceContext, 'log' | 'onStop'>;
type Reading = { readonly set: string; readonly stop: () => Promise<void> };

/** A search answers with what is known by now; what is not is read behind it. */
export class NameSearches {
  readonly #context: Context;
  readonly #waiting = new Map<
    number,
    { readonly resolve: (answer: SearchAnswer) => void; readonly reject: (error: Error) => void }
  >();
  readonly #readings = new Map<string, Promise<'whole' | 'more'>>();
  readonly #stops = new Set<Reading>();
  /** Why the last reading ended; asked again no sooner than something has changed. */
  readonly #failed = new Map<string, string>();
  /** Files in which a search found what cannot be. */
  readonly #damaged = new Set<string>();
  #searcher: Worker | undefined;
  #calls = 0;
  #isStopped = false;

  constructor(context: Context) {
    this.#context = context;
    context.onStop(() => this.stop());
  }

  async search(
    { repository, catalog }: Pick<SetInUse, 'repository' | 'catalog'>,
    query: Pick<SearchTask, 'text' | 'offset' | 'limit' | 'there'>,
  ): Promise<NameHits> {
    const call = this.#calls++;
    const file = namesFileOf(catalog.file);
    const answer = await new Promise<SearchAnswer>((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#startSearcher().postMessage({
        ...query,
        call,
        file,
        repositoryId: repository.repositoryId,
      } satisfies SearchTask);
    });
    if (answer.kind === 'found') return answer.hits;
    if (answer.kind === 'failed') throw new HoldfastError(answer.error.code, answer.error.details);
    if (answer.damaged) this.#damaged.add(file);
    return { hits: [], more: false, searched: new Set() };
  }

  /**
   * Reads what is not known yet, in a thread of its own; once at a time for a set.
   * @returns more: it is to be called again
   */
  refresh(set: string, inUse: SetInUse, snapshots: readonly FoundSnapshot[]): Promise<'whole' | 'more'> {
    const state = snapshots.map(({ id }) => id).join();
    const known = this.#readings.get(set);
    if (known) return known;
    if (this.#isStopped || this.#failed.get(set) === state) return Promise.resolve('whole');
    const reading = this.#read(set, inUse, snapshots)
      .then(
        (result) => {
          this.#failed.delete(set);
          return result;
        },
        (error: unknown): 'whole' => {
          this.#failed.set(set, state);
          this.#context.log.warn('search', `Names could not be read: ${explainError(error).words}`, { set });
          return 'whole';
        },
      )
      .finally(() => this.#readings.delete(set));
    this.#readings.set(set, reading);
    return reading;
  }

  /** Tried again, whatever stopped it. */
  forgetFailure(set: string): void {
    this.#failed.delete(set);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#stops].map(({ stop }) => stop()));
    await this.#searcher?.terminate();
  }

  async #read(
    set: string,
    { repository, catalog }: SetInUse,
    snapshots: readonly FoundSnapshot[],
  ): Promise<'whole' | 'more'> {
    const file = namesFileOf(catalog.file);
    const task: ReadNamesTask = {
      file,
      anew: this.#damaged.delete(file),
      sliceMs,
      catalogFile: catalog.file,
      repositoryId: repository.repositoryId,
      prefix: repository.prefix,
      keys: repository.keys,
      snapshots: snapshots.map(({ id, uploadedAt, body }) => ({ id, at: uploadedAt, roots: body.roots })),
    };
    const worker = new Worker(new URL('./read-names-worker.ts', import.meta.url), { workerData: task });
    let failure: Error | undefined;
    let result: 'whole' | 'more' = 'whole';
    const ended = new Promise<void>((resolve) => {
      worker.on('error', (error: Error) => {
        failure = error;
      });
      worker.on('exit', () => resolve());
    });
    const post = (message: ToReader): void => worker.postMessage(message);
    worker.on('message', (message: FromReader) => {
      if (message.kind === 'failed') failure = new HoldfastError(message.error.code, message.error.details);
      if (message.kind === 'more') result = 'more';
      if (message.kind !== 'get') return;
      const { call, version, range } = message;
      repository.store.get(version, range).then(
        (bytes) => post({ kind: 'got', call, bytes }),
        (error: unknown) => {
          const { code, details } = explainError(error);
          post({ kind: 'refused', call, error: { code, details } });
        },
      );
    });
    const one: Reading = {
      set,
      stop: async () => {
        post({ kind: 'stop' });
        await ended;
      },
    };
    this.#stops.add(one);
    await ended;
    this.#stops.delete(one);
    if (failure) throw failure;
    return result;
  }

  #startSearcher(): Worker {
    if (this.#searcher) return this.#searcher;
    const worker = new Worker(new URL('./search-names-worker.ts', import.meta.url));
    // A window that waits for nothing keeps no program alive.
    worker.unref();
    worker.on('message', (answer: SearchAnswer) => {
      this.#waiting.get(answer.call)?.resolve(answer);
      this.#waiting.delete(answer.call);
    });
    const end = (error: Error): void => {
      // After an error comes its exit, by when another may be at work.
      if (this.#searcher !== worker) return;
      this.#searcher = undefined;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('error', end);
    worker.on('exit', () => end(new HoldfastError('engine-stopped')));
    this.#searcher = worker;
    return worker;
  }
}
