import { isHoldfastError, type HoldfastError } from '../../errors/holdfast-error.ts';
import type { Settings } from '../settings.ts';
import type { World } from '../../system/world.ts';
import type { Said, Saying } from '../../model/said.ts';
import { lockHome } from '../home-lock.ts';
import type { Home } from '../home.ts';
import { joinRepository } from '../join-repository.ts';
import { keepProof } from '../keep-proof.ts';
import type { StorageKey } from '../secrets/secrets.ts';
import { setUp } from '../set-up.ts';
import type { StoragePlace } from '../storage-place.ts';
import { noteKit } from '../upkeep-state.ts';
import type { Prepared, SetUpSecrets } from './set-up-secrets.ts';

export type MakeSetRequest = {
  readonly home: Home;
  readonly world: World;
  readonly place: StoragePlace;
  readonly protectDays: number;
  readonly space: Settings['space'];
  readonly ping: string | null;
  /** Of what is to be backed up and when: before the home is one, so that a program that is killed comes back with it. */
  readonly keepChoices: () => Promise<void>;
  readonly prepared: Prepared;
  /** Keeps what this try makes for the next one. */
  readonly secrets: Pick<SetUpSecrets, 'madeKey' | 'proof'>;
  readonly setUpKey: StorageKey | undefined;
  readonly storageKey: StorageKey | undefined;
  readonly useKeychain: boolean;
  readonly proofMs: number | undefined;
  readonly signal: AbortSignal;
  readonly program: string;
  readonly onProof: () => void;
  readonly onMade: (what: string, said: Said) => void;
};

export type MadeSet = {
  readonly settings: Settings;
  readonly keyWords: Saying;
  readonly proof: 'proven' | 'unproven' | null;
  readonly warnings: readonly Saying[];
};

const inFile: Saying = {
  words:
    'The keychain of this computer did not take the keys, so they are in a file under your passphrase. Holdfast asks for the passphrase once after each start.',
  said: { code: 'set-up-in-file' },
};

/**
 * Makes the set at the provider and on this computer. A further try with the same kit goes on where the last one failed: the
 * bucket, the key and the repository that it left behind are taken.
 * @throws what `setUp` throws
 */
export async function makeSet(request: MakeSetRequest): Promise<MadeSet> {
  const made = await makeOrJoin(request, request.useKeychain);
  // The set is made: where this is lost, home asks once more whether the kit is on paper.
  await alone(request.home, async () => {
    await noteKit(request.home, { confirmedAt: Math.floor(request.world.now()) });
  }).catch(() => undefined);
  const isInFile = request.useKeychain && made.settings.secrets === 'sealed-file';
  return isInFile ? { ...made, warnings: [...made.warnings, inFile] } : made;
}

async function makeOrJoin(request: MakeSetRequest, useKeychain: boolean): Promise<MadeSet> {
  const { secrets, prepared } = request;
  try {
    const done = await setUp({
      ...request,
      useKeychain,
      beforeSettings: () => keepChoices(request),
      passphrase: prepared.passphrase,
      known: prepared,
      backupKey: request.storageKey ?? secrets.madeKey,
      proof: secrets.proof,
      onKept: (part) => {
        if ('proof' in part) secrets.proof = part.proof;
        else if (!request.storageKey) secrets.madeKey = part.backupKey;
      },
    });
    const { settings, keyWords, warnings, proof } = done;
    return { settings, keyWords, warnings, proof: proof ? verdictOf(proof) : null };
  } catch (error) {
    // Answered a moment ago, and refuses now: the repository is made, only the place for its keys is missing.
    if (isHoldfastError(error, 'keychain-silent') && useKeychain) return await makeOrJoin(request, false);
    if (isHoldfastError(error, 'repository-exists')) return await joinOwn(request, useKeychain, error);
    throw error;
  }
}

/** Whoever adds the set writes them once more, and says so where the disk refuses them. */
const keepChoices = (request: MakeSetRequest): Promise<void> => request.keepChoices().catch(() => undefined);

const verdictOf = (proof: { readonly verdict: string }): 'proven' | 'unproven' =>
  proof.verdict === 'ok' ? 'proven' : 'unproven';

/** The repository is there: ours from a try that failed after it was made, or somebody else's. */
async function joinOwn(
  request: MakeSetRequest,
  useKeychain: boolean,
  refusal: HoldfastError,
): Promise<MadeSet> {
  const { home, place, prepared, secrets, world } = request;
  const storageKey = request.storageKey ?? secrets.madeKey;
  if (!storageKey) throw refusal;
  try {
    const joined = await joinRepository({
      home,
      world,
      place,
      secret: { master: prepared.masterKey },
      repositoryId: prepared.repositoryId,
      passphrase: () => Promise.resolve(prepared.passphrase),
      storageKey,
      protectDays: request.protectDays,
      useKeychain,
      space: request.space,
      ping: request.ping,
      beforeSettings: () => keepChoices(request),
    });
    const { proof } = secrets;
    if (proof) await alone(home, () => keepProof(home, proof, place.store.bucket));
    const { settings, keyWords, warnings } = joined;
    return { settings, keyWords, warnings, proof: proof ? verdictOf(proof) : null };
  } catch (error) {
    if (isHoldfastError(error, 'keychain-silent') && useKeychain)
      return await joinOwn(request, false, refusal);
    throw isHoldfastError(error, 'words-wrong') ? refusal : error;
  }
}

async function alone(home: Home, work: () => Promise<void>): Promise<void> {
  const lock = lockHome(home);
  try {
    await work();
  } finally {
    lock.release();
  }
}
