import { createHash } from 'node:crypto';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { ListedVersion, ObjectVersion } from '../../model/object.ts';
import type { World } from '../../system/world.ts';
import type { ObjectStore, PutRequest, PutResult, RefusedDeletion } from '../object-store.ts';
import type { StoreOperation } from '../operation.ts';
import { Backoff, type RetryOptions } from './backoff.ts';
import { ForwardingStore } from './forwarding-store.ts';

export type { RetryOptions } from './backoff.ts';

/**
 * Repeats what may be repeated. After a PUT with an unclear end the name is listed first, and a version that holds
 * these bytes under such a lock is the result: a blind second PUT would cost a locked duplicate.
 */
export function withRetry(store: ObjectStore, world: World, options: RetryOptions = {}): ObjectStore {
  return new RetryingStore(store, world, options);
}

class RetryingStore extends ForwardingStore {
  readonly #world: World;
  readonly #options: RetryOptions;
  #isKnown = false;

  constructor(inner: ObjectStore, world: World, options: RetryOptions) {
    super(inner);
    this.#world = world;
    this.#options = options;
  }

  protected override async around<T>(_operation: StoreOperation, call: () => Promise<T>): Promise<T> {
    const backoff = new Backoff(this.#world, this.#options);
    for (;;) {
      try {
        return this.#answered(await call());
      } catch (error) {
        await backoff.waitAfter(error, this.#isKnown);
      }
    }
  }

  override async put(request: PutRequest): Promise<PutResult> {
    const backoff = new Backoff(this.#world, this.#options);
    let isUnclear = false;
    let wasThere = false;
    for (;;) {
      try {
        const found = isUnclear ? await this.#findStored(request) : undefined;
        return this.#answered(found ?? (await this.inner.put(request)));
      } catch (error) {
        const isHere = error instanceof HoldfastError && error.code === 'object-exists';
        // "Exists" after an unclear end is probably our own first PUT: it is looked for, once.
        const isOwn = isHere && isUnclear && !wasThere;
        wasThere ||= isHere;
        isUnclear ||= error instanceof HoldfastError && error.retry === 'unclear';
        await backoff.waitAfter(isOwn ? asUnclear(error) : error, this.#isKnown);
      }
    }
  }

  /** What was only busy is asked again by itself; the rest of the batch is answered. */
  override async deleteVersions(versions: readonly ObjectVersion[]): Promise<readonly RefusedDeletion[]> {
    const backoff = new Backoff(this.#world, this.#options);
    const refused: RefusedDeletion[] = [];
    let left = versions;
    for (;;) {
      const answer = await super.deleteVersions(left);
      const busy = answer.filter(({ error }) => error.retry !== 'never');
      refused.push(...answer.filter(({ error }) => error.retry === 'never'));
      const [first] = busy;
      if (first === undefined) return refused;
      await backoff.waitAfter(first.error, this.#isKnown);
      left = busy.map(({ version }) => version);
    }
  }

  #answered<T>(answer: T): T {
    this.#isKnown = true;
    return answer;
  }

  /** Newest first: the version of this PUT, if it arrived, is above older ones of the same bytes. */
  async #findStored(request: PutRequest): Promise<PutResult | undefined> {
    for await (const page of this.inner.listVersions(request.name))
      for (const version of page) {
        if (version.name !== request.name) return undefined;
        if (await this.#holds(version, request))
          return { versionId: version.versionId, providerTime: version.uploadedAt };
      }
    return undefined;
  }

  /**
   * Reads the bytes: whoever has the key may have put others of the same length there. A few packs of download
   * per broken line cost less than a wrong version id.
   */
  async #holds(version: ListedVersion, request: PutRequest): Promise<boolean> {
    if (version.kind !== 'object' || version.size !== request.body.length) return false;
    if (request.lockUntil !== undefined) {
      const lock = version.lock ?? (await this.inner.head(version)).lock;
      if (lock?.mode !== 'compliance' || (lock.until ?? 0) < request.lockUntil) return false;
    }
    const bytes = await this.inner.get(version);
    return createHash('sha256').update(bytes).digest('hex') === request.sha256;
  }

  /** A listing that breaks goes on where it was: after the last name that came whole, without what was handed out. */
  override async *listVersions(
    prefix: string,
    options: { readonly startAfter?: string } = {},
  ): AsyncGenerator<readonly ListedVersion[]> {
    let whole = options.startAfter;
    let current: string | undefined;
    const given = new Set<string>();
    let backoff = new Backoff(this.#world, this.#options);
    for (;;) {
      try {
        const from = whole === undefined ? {} : { startAfter: whole };
        for await (const page of this.inner.listVersions(prefix, from)) {
          const fresh = page.filter((row) => row.name !== current || !given.has(row.versionId));
          for (const row of fresh) {
            if (row.name !== current) {
              whole = current ?? whole;
              current = row.name;
              given.clear();
            }
            given.add(row.versionId);
          }
          this.#isKnown = true;
          backoff = new Backoff(this.#world, this.#options);
          if (fresh.length > 0) yield fresh;
        }
        return;
      } catch (error) {
        await backoff.waitAfter(error, this.#isKnown);
      }
    }
  }
}

function asUnclear(error: HoldfastError): HoldfastError {
  return new HoldfastError(error.code, error.details, { cause: error, retry: 'unclear' });
}
