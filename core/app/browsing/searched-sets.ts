import type { NameHit } from '../../catalog/names/search-names.ts';
import type { SearchHit, SearchPage } from '../../contract/browse.ts';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { ServiceContext, SetInUse } from '../service/service-context.ts';
import { NameSearches } from './name-searches.ts';
import { setSource } from './set-source.ts';
import { shownName } from './shown-name.ts';
import { lastPart } from './last-part.ts';

/** The search of each set, brought up to date after each backup and whenever somebody looks. */
export class SearchedSets {
  readonly #context: ServiceContext;
  readonly #searches: NameSearches;

  constructor(context: ServiceContext) {
    this.#context = context;
    this.#searches = new NameSearches(context);
    const unwatch = context.jobs.watch(({ kind, set, state }) => {
      if (kind !== 'backup' || set === null || (state !== 'done' && state !== 'warnings')) return;
      this.#searches.forgetFailure(set);
      // Trees are read from the storage: where that costs, it waits until somebody searches.
      if (context.host.metered === true) return;
      this.refresh(set, 'now');
    });
    context.onStop(unwatch);
  }

  async search(
    set: string,
    query: { readonly text: string; readonly offset: number; readonly limit: number },
  ): Promise<SearchPage> {
    const page = await this.#use(set, async (inUse) => {
      const snapshots = await setSource(this.#context, set, inUse).snapshots();
      const there = new Set(snapshots.map(({ id }) => id));
      const { hits, more, searched } = await this.#searches.search(inUse, { ...query, there });
      const unread = snapshots.filter(({ id }) => !searched.has(id)).length;
      const isCurrent = unread === 0 && searched.size === there.size;
      return { isCurrent, page: { hits: hits.map(asHit), more, unread } };
    });
    if (!page.isCurrent) this.refresh(set);
    return page.page;
  }

  /**
   * Behind whatever else is done; failures are in the log.
   * @param now there is a snapshot that nobody has listed yet
   */
  refresh(set: string, now?: 'now'): void {
    this.#readAll(set, now).catch((error: unknown) => {
      if (!isHoldfastError(error, 'set-locked'))
        this.#context.log.warn('search', 'Names could not be read', { set });
    });
  }

  async #readAll(set: string, now: 'now' | undefined): Promise<void> {
    if (now) await this.#use(set, (inUse) => setSource(this.#context, set, inUse).snapshots(now));
    for (let left: 'whole' | 'more' = 'more'; left === 'more' && !this.#context.stopping.aborted;)
      left = await this.#use(set, async (inUse) => {
        const source = setSource(this.#context, set, inUse);
        await source.reading([], 'trees', async () => undefined);
        return await this.#searches.refresh(set, inUse, await source.snapshots());
      });
  }

  #use<T>(set: string, work: (inUse: SetInUse) => Promise<T>): Promise<T> {
    return this.#context.useSet(set, work, { readOnly: true });
  }
}

const asHit = (hit: NameHit): SearchHit => ({ ...hit, name: shownName(lastPart(hit.path)) });
