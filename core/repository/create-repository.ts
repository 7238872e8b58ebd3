import { defaultChunkSizes, type ChunkSizes } from '../chunker/chunk-sizes.ts';
import { deriveKeys, fingerprint } from '../crypto/keys.ts';
import { defaultSlotCost } from '../crypto/passphrase-slot.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import { encodeKeySlot } from './key-slot-object.ts';
import { folder, isPrefix } from './names.ts';
import { putLocked, type LockedObject } from './put-locked.ts';
import type { Repository } from './repository.ts';
import { newRepositoryId } from './repository-id.ts';
import { encodeRepository } from './repository-object.ts';

export type SlotCost = { readonly memoryKiB: number; readonly iterations: number };

export type CreateRepositoryOptions = {
  readonly store: ObjectStore;
  readonly prefix: string;
  /** 32 fresh random bytes; show its words (recovery-words.ts) before or after. */
  readonly master: Uint8Array;
  /** undefined: no slot, only the words open it. */
  readonly passphrase: string | undefined;
  readonly policy: LockPolicy;
  readonly world: World;
  readonly chunking?: ChunkSizes;
  readonly slotCost?: SlotCost;
  /** As a kit says already that was shown before; undefined: a new one. */
  readonly repositoryId?: string | undefined;
};

export type CreatedRepository = {
  readonly repository: Repository;
  /** What was written, locked and confirmed: slot, then repository object. */
  readonly objects: readonly LockedObject[];
  /** The slot as it is stored, to be kept beside the home; undefined: there is none. */
  readonly slot: Uint8Array | undefined;
};

/**
 * Writes a new repository. The repository object comes last, so that a failure before it changes nothing that
 * a second try would stumble over.
 * @throws repository-exists where anything at all lies in the repository folder, and what the store throws
 */
export async function createRepository(options: CreateRepositoryOptions): Promise<CreatedRepository> {
  const { store, prefix, master, passphrase, policy, world } = options;
  if (!isPrefix(prefix))
    throw new HoldfastError('usage', { reason: 'A prefix ends in / and has no odd characters' });
  await assertVacant(store, prefix);
  const keys = deriveKeys(master);
  const repositoryId = options.repositoryId ?? newRepositoryId(world.random);
  const chunking = options.chunking ?? defaultChunkSizes;
  const repository: Repository = { store, prefix, repositoryId, keys, chunking };
  const objects: LockedObject[] = [];
  const slot =
    passphrase === undefined
      ? undefined
      : await encodeSlot(repository, master, passphrase, world, options.slotCost);
  if (slot) objects.push(await putLocked(store, prefix, 'keys', slot, policy, world));
  const bytes = encodeRepository(keys, { repositoryId, fingerprint: fingerprint(master), chunking });
  objects.push(await putLocked(store, prefix, 'repository', bytes, policy, world));
  return { repository, objects, slot };
}

/** Stores a further passphrase slot. Older ones stay: what they seal is the same key, and they are locked. */
export async function addPassphraseSlot(
  repository: Pick<Repository, 'store' | 'prefix' | 'repositoryId'>,
  master: Uint8Array,
  passphrase: string,
  policy: LockPolicy,
  world: World,
  cost?: SlotCost,
): Promise<LockedObject> {
  const bytes = await encodeSlot(repository, master, passphrase, world, cost);
  return putLocked(repository.store, repository.prefix, 'keys', bytes, policy, world);
}

function encodeSlot(
  { repositoryId }: Pick<Repository, 'repositoryId'>,
  master: Uint8Array,
  passphrase: string,
  world: World,
  { memoryKiB, iterations }: SlotCost = defaultSlotCost,
): Promise<Uint8Array> {
  return encodeKeySlot({ repositoryId, memoryKiB, iterations }, passphrase, master, world.random);
}

async function assertVacant(store: ObjectStore, prefix: string): Promise<void> {
  for await (const page of store.listVersions(folder(prefix, 'repository')))
    if (page.length > 0) throw new HoldfastError('repository-exists', { place: `${store.bucket}/${prefix}` });
}
