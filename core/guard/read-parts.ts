import type { Catalog } from '../catalog/catalog.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import type { ErrorCode } from '../errors/words.ts';
import type { NeededObject } from '../model/needed-object.ts';
import type { ObjectVersion } from '../model/object.ts';
import { decodeListPart } from '../repository/list-part.ts';
import { readObject } from '../repository/read-object.ts';
import { ForwardingStore } from '../storage/decorators/forwarding-store.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { concurrently } from '../system/concurrently.ts';
import { versionKey } from '../upkeep/needs.ts';
import { maxPartBytes } from './guard-bounds.ts';
import type { GuardedRepository } from './list-cleartexts.ts';

const atATime = 8;
const expected = [
  'object-missing',
  'object-damaged',
  'format-unknown',
] as const satisfies readonly ErrorCode[];

/** versionKey → why this list part could not be read. */
export type UnreadParts = ReadonlyMap<string, (typeof expected)[number]>;

/**
 * Reads list parts into the catalog, each after a look at its true size: what a list says of it may be a lie.
 * @param parts not in the catalog yet
 */
export async function readParts(
  { store, prefix }: Pick<GuardedRepository, 'store' | 'prefix'>,
  catalog: Catalog,
  parts: readonly NeededObject[],
): Promise<UnreadParts> {
  const unread = new Map<string, (typeof expected)[number]>();
  await concurrently(parts, atATime, async (part) => {
    try {
      const { size } = await store.head({ name: prefix + part.name, versionId: part.versionId });
      if (size > maxPartBytes) throw new HoldfastError('object-damaged', { name: part.name });
      const bytes = await readObject(store, prefix, part);
      decodeListPart(bytes);
      catalog.keepSnapshotBytes(part.name, bytes);
    } catch (error) {
      const code = expected.find((one) => isHoldfastError(error, one));
      if (!code) throw error;
      unread.set(versionKey(part), code);
    }
  });
  return unread;
}

/** A store that knows already what reading a list part would end with, and asks for none again. */
export class PartsReadAlready extends ForwardingStore {
  readonly #prefix: string;
  readonly #unread: UnreadParts;

  constructor(inner: ObjectStore, prefix: string, unread: UnreadParts) {
    super(inner);
    this.#prefix = prefix;
    this.#unread = unread;
  }

  protected override around<T>(_operation: string, call: () => Promise<T>): Promise<T> {
    return call();
  }

  override get(version: ObjectVersion): Promise<Uint8Array> {
    const name = version.name.slice(this.#prefix.length);
    const code = this.#unread.get(versionKey({ ...version, name })) ?? 'object-damaged';
    return Promise.reject(new HoldfastError(code, { name }));
  }
}
