import { fingerprint } from '../crypto/keys.ts';
import { defaultSlotCost } from '../crypto/passphrase-slot.ts';
import { encodeKeySlot } from '../repository/key-slot-object.ts';
import { standingDecisions } from '../locks/decisions.ts';
import { checkPeriod, dayMs } from '../locks/period.ts';
import { listSnapshots } from '../catalog/snapshots.ts';
import { openRepository, type OpenedRepository } from '../repository/open-repository.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import type { Saying, Told } from '../model/said.ts';
import { connectReader } from './connect-for-set-up.ts';
import type { Home } from './home.ts';
import { keepKeySlots } from './kit/kept-key-slots.ts';
import { keepLocally } from './keep-locally.ts';
import { makeNewHome } from './new-home.ts';
import { currentDecisions, writeDecisions } from './own-decisions.ts';
import { openWithoutItsObject } from './open-without-its-object.ts';
import type { StorageKey } from './secrets/secrets.ts';
import type { Settings } from './settings.ts';
import type { StoragePlace } from './storage-place.ts';

/** Where neither the person nor a snapshot says: the period that the set-up proposes. */
const usualDays = 30;

export type JoinRequest = {
  readonly home: Home;
  readonly world: World;
  readonly place: StoragePlace;
  /** The 24 words' key, or the passphrase. */
  readonly secret: { readonly master: Uint8Array } | { readonly passphrase: string };
  /** As the kit says; only with the words. Needed where the repository object is gone. */
  readonly repositoryId?: string | undefined;
  /** Asked for where the secrets end up in a sealed file. */
  readonly passphrase: () => Promise<string>;
  readonly storageKey: StorageKey;
  /** undefined: as the newest snapshot says. */
  readonly protectDays: number | undefined;
  readonly useKeychain: boolean;
  /** As chosen, where a set-up goes on; else set afterwards. */
  readonly space?: Settings['space'];
  readonly ping?: string | null;
  /** Before the settings make it a home. */
  readonly beforeSettings?: () => Promise<void>;
};

export type Joined = {
  readonly settings: Settings;
  readonly fingerprint: string;
  readonly snapshots: number;
  readonly keyWords: Told;
  readonly warnings: readonly Saying[];
};

/**
 * Makes a home for a repository that exists: on a clean computer, or after a set-up that failed at its last step.
 * Writes nothing to the bucket.
 * @throws home-exists, repository-missing, passphrase-wrong, words-wrong, format-unknown, and network errors
 */
export async function joinRepository(request: JoinRequest): Promise<Joined> {
  const { home, world, place, storageKey } = request;
  if (request.protectDays !== undefined) checkPeriod(request.protectDays);
  const newHome = await makeNewHome(home);
  try {
    const connected = await connectReader(place, storageKey, world);
    try {
      const { repository, master } = await open(connected.store, request);
      const { snapshots } = await listSnapshots(repository, undefined);
      const settings = await keepLocally({
        space: 'by-hand',
        strict: false,
        ping: null,
        ...request,
        protectDays: request.protectDays ?? snapshots.at(-1)?.body.protectDays ?? usualDays,
        repositoryId: repository.repositoryId,
        secrets: { masterKey: master, backupKey: storageKey },
        // So that from now on this home's own list counts, whatever anybody publishes while it is off.
        beforeSettings: async () => {
          await request.beforeSettings?.();
          const { now } = await connected.store.providerClock();
          const published = snapshots.map(({ uploadedAt, body }) => ({ uploadedAt, ...body }));
          const standing = standingDecisions(published, undefined, now, dayMs);
          await writeDecisions(home, await currentDecisions(home, { snapshots, standing }));
          await keepSlot(request, repository.repositoryId, master);
        },
      });
      return {
        settings,
        fingerprint: fingerprint(master),
        snapshots: snapshots.length,
        keyWords: connected.keyWords,
        warnings: connected.warnings,
      };
    } finally {
      await connected.store.close();
    }
  } catch (error) {
    await newHome.undo();
    throw error;
  } finally {
    newHome.lock.release();
  }
}

/** A keychain answers whoever sits there; then this is what a passphrase is tried on. */
async function keepSlot(
  { home, world, secret, useKeychain }: JoinRequest,
  repositoryId: string,
  master: Uint8Array,
): Promise<void> {
  if (!useKeychain || !('passphrase' in secret)) return;
  const slot = { repositoryId, ...defaultSlotCost };
  await keepKeySlots(home, [await encodeKeySlot(slot, secret.passphrase, master, world.random)]);
}

async function open(
  store: ObjectStore,
  { place: { prefix }, secret, repositoryId }: JoinRequest,
): Promise<OpenedRepository> {
  try {
    return await openRepository({ store, prefix, secret });
  } catch (error) {
    if (!('master' in secret) || repositoryId === undefined) throw error;
    const { master } = secret;
    return { repository: await openWithoutItsObject(error, store, prefix, master, repositoryId), master };
  }
}
