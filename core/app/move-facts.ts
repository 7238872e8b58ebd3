import { listSnapshots } from '../catalog/snapshots.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { Instant } from '../model/object.ts';
import { isKeyDead } from '../storage/provisioning.ts';
import type { World } from '../system/world.ts';
import { homeAt, type Home } from './home.ts';
import { explainError } from './explain-error.ts';
import { lookAtProtection } from './look-at-protection.ts';
import { openRepositoryForUse } from './open-repository-for-use.ts';
import { judgeKey } from './judge-key.ts';
import { openPlace } from './secrets/open-place.ts';
import type { StorageKey } from './secrets/secrets.ts';
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
  /** What the key may do that the ended home keeps. */
  readonly storedKey: 'dead' | { readonly mayUpload: boolean; readonly mayLengthen: boolean } | Unknown;
  /** The home has been given another key since it was ended. */
  readonly isReplaced: boolean;
  /**
   * Whether the key is dead with which backups were made here. `not-here`: this home never had it; it was made for the recovery,
   * with a key that may not upload.
   */
  readonly oldKey: 'dead' | 'alive' | 'not-here' | Unknown;
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
 * Asks both repositories how the move stands. Where the provider does not tell what the stored key may (S3), it is tried as `keys
 * check` does; one that may not upload leaves nothing in the bucket. Once the old key is dead, it is forgotten here.
 * @throws home-missing, passphrase-wrong
 */
export async function readMoveFacts(
  request: MoveFactsRequest,
  settings: Settings,
  ended: Ended,
): Promise<MoveFacts> {
  const { home, world, passphrase, newPassphrase, signal } = request;
  const kept = await secretsOfHome(home, passphrase, world);
  const { formerKey } = kept;
  const storedKey = await tried(() => lookAtKey(settings, kept.backupKey, world));
  const oldKey = ended.keyDeadSince
    ? 'dead'
    : formerKey
      ? await tried(() => keyState(settings, formerKey, world))
      : storedIsOld(storedKey);
  if (oldKey === 'dead' && formerKey) {
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
  const old = await tried(async (): Promise<OldRepository> => {
    const inUse = await openRepositoryForUse({ home, world, passphrase, readOnly: true });
    try {
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
    storedKey,
    isReplaced: formerKey !== undefined || ended.keyDeadSince !== undefined,
    oldKey,
    old,
    kitConfirmed: await isKitConfirmed(homeAt(ended.home)),
    new: await tried(() => lookAtNew(ended, world, newPassphrase)),
  };
}

async function lookAtKey(
  settings: Settings,
  key: StorageKey,
  world: World,
): Promise<Exclude<MoveFacts['storedKey'], Unknown>> {
  try {
    const { may } = await judgeKey(settings, key, world);
    const mayAny = (...names: readonly string[]): boolean => names.some((name) => may.includes(name));
    return {
      mayUpload: mayAny('writeFiles', 'upload', 'upload-locked'),
      mayLengthen: mayAny('writeFileRetentions', 'lengthen'),
    };
  } catch (error) {
    if (isHoldfastError(error, 'key-invalid')) return 'dead';
    throw error;
  }
}

/** Where no other key was stored since. */
function storedIsOld(stored: MoveFacts['storedKey']): MoveFacts['oldKey'] {
  if (stored === 'dead') return 'dead';
  if ('unknown' in stored) return stored;
  return stored.mayUpload ? 'alive' : 'not-here';
}

async function keyState({ store }: Settings, key: StorageKey, world: World): Promise<'dead' | 'alive'> {
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
