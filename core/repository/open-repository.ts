import { defaultChunkSizes } from '../chunker/chunk-sizes.ts';
import { deriveKeys } from '../crypto/keys.ts';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { maxKeySlotBytes, openKeySlot, readKeySlot, type KeySlot } from './key-slot-object.ts';
import { listFolder } from './list-folder.ts';
import type { Repository } from './repository.ts';
import {
  describeRepository,
  maxRepositoryObjectBytes,
  openRepositoryObject,
  type RepositoryDescription,
} from './repository-object.ts';
import { isRepositoryId } from './repository-id.ts';
import { unlessForeign } from './unless-foreign.ts';

export type { Repository } from './repository.ts';

export type OpenRepositoryOptions = {
  readonly store: ObjectStore;
  readonly prefix: string;
  readonly secret: { readonly master: Uint8Array } | { readonly passphrase: string };
};

export type OpenedRepository = {
  readonly repository: Repository;
  /** For the keychain. */
  readonly master: Uint8Array;
};

/** Trying a slot costs up to seconds and half a gigabyte, and whoever may write the bucket can plant more. */
const maxSlotsTried = 8;

/**
 * Finds the repository under a prefix: the oldest repository object that the key authenticates; others are foreign.
 * @throws repository-missing, words-wrong (the master key fits none), passphrase-wrong, format-unknown
 */
export async function openRepository(options: OpenRepositoryOptions): Promise<OpenedRepository> {
  const { store, prefix, secret } = options;
  const place = `${store.bucket}/${prefix}`;
  const found = await findRepositories(store, prefix);
  if (found.objects.length === 0)
    throw found.unknownFormat ?? new HoldfastError('repository-missing', { place });
  const master =
    'master' in secret ? secret.master : await masterByPassphrase(options, found, secret.passphrase);
  const keys = deriveKeys(master);
  for (const { bytes } of found.objects) {
    const description = unlessForeign(() => openRepositoryObject(keys, bytes));
    if (!description) continue;
    const { repositoryId, chunking } = description;
    return { repository: { store, prefix, repositoryId, keys, chunking }, master };
  }
  throw (
    found.unknownFormat ?? new HoldfastError('words-wrong', { reason: 'they do not fit this repository' })
  );
}

/** From the recovery kit alone: the repository object is a convenience that reading does not need. */
export function repositoryFromKit(
  store: ObjectStore,
  prefix: string,
  master: Uint8Array,
  repositoryId: string,
): Repository {
  if (!isRepositoryId(repositoryId))
    throw new HoldfastError('usage', { reason: 'A repository id is 32 hex digits' });
  return { store, prefix, repositoryId, keys: deriveKeys(master), chunking: defaultChunkSizes };
}

type FoundRepository = { readonly bytes: Uint8Array; readonly claims: RepositoryDescription };

type FoundRepositories = {
  /** Oldest first; not yet authenticated. */
  readonly objects: readonly FoundRepository[];
  /** One was made by a later Holdfast. */
  readonly unknownFormat: HoldfastError | undefined;
};

async function findRepositories(store: ObjectStore, prefix: string): Promise<FoundRepositories> {
  const objects: FoundRepository[] = [];
  let unknownFormat: HoldfastError | undefined;
  for await (const { bytes } of listFolder(store, prefix, 'repository', maxRepositoryObjectBytes)) {
    try {
      objects.push({ bytes, claims: describeRepository(bytes) });
    } catch (error) {
      if (isHoldfastError(error, 'format-unknown')) unknownFormat = error;
      else if (!isHoldfastError(error, 'object-damaged')) throw error;
    }
  }
  return { objects, unknownFormat };
}

async function masterByPassphrase(
  { store, prefix }: OpenRepositoryOptions,
  found: FoundRepositories,
  passphrase: string,
): Promise<Uint8Array> {
  const ids = new Set(found.objects.map(({ claims }) => claims.repositoryId));
  const slots: KeySlot[] = [];
  for await (const { bytes } of listFolder(store, prefix, 'keys', maxKeySlotBytes)) {
    const slot = unlessForeign(() => readKeySlot(bytes));
    if (slot && ids.has(slot.repositoryId)) slots.push(slot);
  }
  for (const slot of chooseSlots(slots)) {
    const master = await openKeySlot(slot, passphrase);
    if (
      master &&
      found.objects.some(({ bytes }) => unlessForeign(() => openRepositoryObject(deriveKeys(master), bytes)))
    )
      return master;
  }
  throw new HoldfastError('passphrase-wrong');
}

/** The oldest half and the newest half: the first passphrase and the latest are the likely ones. */
function chooseSlots(slots: readonly KeySlot[]): readonly KeySlot[] {
  if (slots.length <= maxSlotsTried) return slots;
  return [...slots.slice(0, maxSlotsTried / 2), ...slots.slice(-maxSlotsTried / 2)];
}
