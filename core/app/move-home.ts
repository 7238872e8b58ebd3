import { HoldfastError } from '../errors/holdfast-error.ts';
import { withRetention } from '../locks/decisions.ts';
import { parseRetention, type RetentionPolicy } from '../locks/retention.ts';
import { addEarlier, readEarlier } from './earlier-repositories.ts';
import { lockHome } from './home-lock.ts';
import type { Home } from './home.ts';
import { opensKeptSlot } from './kit/kept-key-slots.ts';
import { readDecisions, writeDecisions } from './own-decisions.ts';
import { openPlace } from './secrets/open-place.ts';
import type { Secrets, StorageKey } from './secrets/secrets.ts';
import { setUp, type SetUpDone, type SetUpRequest } from './set-up.ts';
import { isSetUp, readSettings, writeSettings, type Settings } from './settings.ts';
import { isSamePlace, placeInWords } from './storage-place.ts';

export type MoveRequest = Omit<
  SetUpRequest,
  'protectDays' | 'passphrase' | 'space' | 'strict' | 'ping' | 'setUpKey' | 'backupKey'
> & {
  readonly from: Home;
  /** undefined: as the old one. */
  readonly protectDays?: number | undefined;
  /** A new one. Asked for only where the new repository is still to be made. */
  readonly passphrase: () => Promise<string>;
  readonly keys: () => Promise<Pick<SetUpRequest, 'setUpKey' | 'backupKey'>>;
  /** What the old home keeps, where that can be read without asking. */
  readonly oldSecrets: () => Promise<Secrets | undefined>;
};

export type Moved = {
  readonly settings: Settings;
  /** undefined: the new repository was there already, so this run only went on from there. */
  readonly made: SetUpDone | undefined;
  readonly endedOn: string;
};

/**
 * From a repository whose passphrase or computer was stolen to a new one with words and keys of its own. Carries over what was
 * chosen (period, space, retention), and nothing else: no key, no catalog, no chunk. The old home takes no backups from then on.
 * May be cut short anywhere and run again.
 * @throws usage where the new place or a secret is not new, home-ended where it was moved elsewhere, and what `setUp` throws
 */
export async function moveHome(request: MoveRequest): Promise<Moved> {
  const { from, home: to, place, world } = request;
  const old = await readSettings(from);
  assertElsewhere(request, old);
  const lock = lockHome(from);
  try {
    const made = (await isSetUp(to)) ? undefined : await makeNew(request, old);
    const settings = await readSettings(to);
    assertFresh(settings, old, request);
    const on = old.ended?.on ?? new Date(world.now()).toISOString();
    await writeDown(request, old, on);
    const { repositoryId } = settings;
    await writeSettings(from, {
      ...old,
      ended: { ...old.ended, ...place, on, repositoryId, home: to.folder },
    });
    return { settings, made, endedOn: on };
  } finally {
    lock.release();
  }
}

function assertElsewhere({ from, home: to, place }: MoveRequest, old: Settings): void {
  if (from.folder === to.folder)
    throw new HoldfastError('usage', { reason: 'The new home needs another folder than the old one' });
  if (isSamePlace(old.store, place.store) && overlap(old.prefix, place.prefix))
    throw new HoldfastError('usage', {
      reason: `The old storage key reaches ${placeInWords(place)} too, and whoever stole it could hide and fill what is there. Choose another bucket${old.prefix === '' ? '' : ', or a prefix outside the old one'}`,
    });
  if (old.ended && !(isSamePlace(old.ended.store, place.store) && old.ended.prefix === place.prefix))
    throw new HoldfastError('usage', {
      reason: `Backups of this home already go to ${placeInWords(old.ended)}. To move on from there, use --home ${old.ended.home}`,
    });
}

const overlap = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

async function makeNew(request: MoveRequest, old: Settings): Promise<SetUpDone> {
  const { from, world } = request;
  const keys = await request.keys();
  const passphrase = await request.passphrase();
  if (await opensOld(from, old, passphrase, world))
    throw new HoldfastError('usage', {
      reason: 'This is the old passphrase, which may be known to others. Choose a new one',
    });
  assertOtherKey(keys.backupKey, await request.oldSecrets());
  return await setUp({
    ...request,
    ...keys,
    passphrase,
    protectDays: request.protectDays ?? old.protectDays,
    space: old.space,
    strict: old.strict,
  });
}

/** As far as this computer can tell without asking the provider. */
async function opensOld(
  home: Home,
  old: Settings,
  passphrase: string,
  world: MoveRequest['world'],
): Promise<boolean> {
  if ((await opensKeptSlot(home, old, passphrase)) === true) return true;
  if (old.secrets !== 'sealed-file') return false;
  const { repositoryId } = old;
  const asked = { home, repositoryId, passphrase: () => Promise.resolve(passphrase), world };
  try {
    return (await openPlace('sealed-file', asked).read()) !== undefined;
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'passphrase-wrong') return false;
    throw error;
  }
}

function assertOtherKey(key: StorageKey | undefined, kept: Secrets | undefined): void {
  if (key && kept && key.keyId === kept.backupKey.keyId)
    throw new HoldfastError('usage', {
      reason:
        'This is the old storage key, which may be known to others. Make a new one on the page of the provider',
    });
}

/** What stands in the new home, made by this move or by a set-up of its own, must share nothing with the old one. */
function assertFresh(settings: Settings, old: Settings, { home, place }: MoveRequest): void {
  if (!isSamePlace(settings.store, place.store) || settings.prefix !== place.prefix)
    throw new HoldfastError('home-exists', { home: home.folder });
  if (settings.repositoryId === old.repositoryId || settings.fingerprint === old.fingerprint)
    throw new HoldfastError('usage', {
      reason: `${home.folder} belongs to the old repository; the new home needs a folder and words of its own`,
    });
}

async function writeDown({ from, home: to }: MoveRequest, old: Settings, on: string): Promise<void> {
  const lock = lockHome(to);
  try {
    const known = await readEarlier(to);
    if (known.some(({ repositoryId }) => repositoryId === old.repositoryId)) return;
    const retention = await retentionOf(from);
    if (retention) await writeDecisions(to, withRetention([], retention, Date.parse(on)));
    const { repositoryId, store, prefix } = old;
    const earlier = await readEarlier(from);
    await addEarlier(to, [...earlier, { repositoryId, store, prefix, home: from.folder, endedOn: on }]);
  } finally {
    lock.release();
  }
}

/** Pins and suspicions belong to snapshots that the new repository does not have. */
async function retentionOf(home: Home): Promise<RetentionPolicy | undefined> {
  const decisions = await readDecisions(home);
  const last = decisions?.findLast(({ kind }) => kind === 'retention');
  return last && parseRetention(last.value);
}
