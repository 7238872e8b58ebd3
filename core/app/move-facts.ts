import { listSnapshots } from '../catalog/snapshots.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { Instant } from '../model/object.ts';
import { isKeyDead } from '../storage/provisioning.ts';
import type { World } from '../system/world.ts';
import { homeAt, type Home } from './home.ts';
import { explainError } from './explain-error.ts';
import { lookAtProtection } from './look-at-protection.ts';
import { openRepositoryForUse } from './open-repository-for-use.ts';
import { openPlace } from './secrets/open-place.ts';
import { secretsOfHome } from './secrets-of-home.ts';
import { readUpkeep } from './upkeep-state.ts';
import { isSetUp, readSettings, writeSettings, type Ended, type Settings } from './settings.ts';

/** What could not be found out now, and why. */
export type Unknown = { readonly unknown: string };

export type OldRepository = {
  readonly snapshots: number;
  /** The newest complete one, else the newest. */
  readonly newest: {
    readonly id: string;
    readonly uploadedAt: Instant;
    readonly lockedUntil: Instant;
  } | null;
};

export type NewRepository = {
  readonly snapshots: number;
  readonly newestAt: Instant | null;
};

/** How a move stands, as far as anybody can see. */
export type MoveFacts = {
  readonly ended: Ended;
  readonly now: Instant;
  /** Whether the ended home keeps another storage key by now. */
  readonly keyReplaced: boolean;
  /** Whether the stored key may also upload and hide; undefined: the provider does not tell, or could not be asked. */
  readonly keyMayUpload: boolean | undefined;
  /** Of the key that the home had when it was ended. */
  readonly oldKey: 'dead' | 'alive' | Unknown;
  readonly old: OldRepository | Unknown;
  /** Whether words of the new kit were typed back; undefined: the new home is on another computer. */
  readonly kitConfirmed: boolean | undefined;
  /** The new home is on another computer, or cannot be opened now: unknown. */
  readonly new: NewRepository | Unknown;
};

export type MoveFactsRequest = {
  readonly home: Home;
  readonly world: World;
  readonly passphrase: () => Promise<string>;
  /** Of the new home. */
  readonly newPassphrase: () => Promise<string>;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Asks both repositories how the move stands. Writes nothing to a bucket; once the old key is dead, it is forgotten here.
 * @throws usage where the home was not moved, home-missing, passphrase-wrong
 */
export async function readMoveFacts(
  request: MoveFactsRequest,
  settings: Settings,
  ended: Ended,
): Promise<MoveFacts> {
  const { home, world, passphrase, newPassphrase, signal } = request;
  const kept = await secretsOfHome(home, passphrase, world);
  const oldKey = ended.keyDeadSince
    ? 'dead'
    : await tried(() => keyState(settings, kept.formerKey ?? kept.backupKey, world));
  const keyReplaced = kept.formerKey !== undefined || ended.keyDeadSince !== undefined;
  if (oldKey === 'dead' && kept.formerKey) {
    const { repositoryId } = settings;
    const { masterKey, backupKey } = kept;
    await writeSettings(home, {
      ...settings,
      ended: { ...ended, keyDeadSince: new Date(world.now()).toISOString() },
    });
    await openPlace(settings.secrets, { home, repositoryId, passphrase, world }).write({
      masterKey,
      backupKey,
    });
  }
  let keyMayUpload: boolean | undefined;
  const old = await tried(async (): Promise<OldRepository> => {
    const inUse = await openRepositoryForUse({ home, world, passphrase, readOnly: true });
    try {
      const key = await inUse.repository.store.keyCapabilities();
      keyMayUpload = key?.capabilities.includes('writeFiles');
      const { survey, state } = await lookAtProtection(home, inUse, signal);
      const newest = survey.snapshots.findLast(({ body }) => body.complete) ?? survey.snapshots.at(-1);
      return {
        snapshots: survey.snapshots.length,
        newest: newest
          ? {
              id: newest.id,
              uploadedAt: newest.uploadedAt,
              lockedUntil: state.until.get(newest.id) ?? 0,
            }
          : null,
      };
    } finally {
      await inUse.close();
    }
  });
  return {
    ended,
    now: world.now(),
    keyReplaced,
    keyMayUpload,
    oldKey,
    old,
    kitConfirmed: await isKitConfirmed(homeAt(ended.home)),
    new: await tried(() => lookAtNew(ended, world, newPassphrase)),
  };
}

async function keyState(
  { store }: Settings,
  key: Parameters<typeof isKeyDead>[1],
  world: World,
): Promise<'dead' | 'alive'> {
  return (await isKeyDead(store, key, world)) ? 'dead' : 'alive';
}

async function isKitConfirmed(home: Home): Promise<boolean | undefined> {
  if (!(await isSetUp(home))) return undefined;
  return (await readUpkeep(home)).kit.confirmedAt !== null;
}

async function lookAtNew(
  ended: Ended,
  world: World,
  passphrase: () => Promise<string>,
): Promise<NewRepository | Unknown> {
  const home = homeAt(ended.home);
  if (!(await isSetUp(home)))
    return {
      unknown: `the new home (${ended.home}) is not on this computer; look there with \`holdfast status\``,
    };
  if ((await readSettings(home)).repositoryId !== ended.repositoryId)
    return { unknown: `another repository is set up in ${ended.home} by now` };
  const inUse = await openRepositoryForUse({ home, world, passphrase, readOnly: true });
  try {
    const { snapshots } = await listSnapshots(inUse.repository, inUse.catalog);
    return { snapshots: snapshots.length, newestAt: snapshots.at(-1)?.uploadedAt ?? null };
  } finally {
    await inUse.close();
  }
}

/** One answer that cannot be had leaves the others. */
async function tried<T>(look: () => Promise<T>): Promise<T | Unknown> {
  try {
    return await look();
  } catch (error) {
    if (isHoldfastError(error, 'cancelled') || isHoldfastError(error, 'bug')) throw error;
    return { unknown: explainError(error).words };
  }
}
