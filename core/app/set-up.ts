import { rm } from 'node:fs/promises';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { fingerprint, masterKeyBytes } from '../crypto/keys.ts';
import { masterToWords } from '../crypto/recovery-words.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import type { RecoveryKit } from '../recovery/recovery-kit.ts';
import { createRepository } from '../repository/create-repository.ts';
import type { World } from '../system/world.ts';
import type { Proof } from '../upkeep/proof.ts';
import { connectNewWriter } from './connect-for-set-up.ts';
import type { Home } from './home.ts';
import { keepKeySlots } from './kit/kept-key-slots.ts';
import { writeKit } from './kit/write-kit.ts';
import { keepProof } from './keep-proof.ts';
import { keepLocally } from './keep-locally.ts';
import { makeNewHome, tryNewFile } from './new-home.ts';
import { firstDecisions, writeDecisions } from './own-decisions.ts';
import { proveLockAt } from './prove-lock-at.ts';
import { provisionStorage } from './provision-storage.ts';
import type { StorageKey } from './secrets/secrets.ts';
import type { Settings } from './settings.ts';
import { unnoticedThief } from './space-words.ts';
import type { Said, Saying, Told } from '../model/said.ts';
import type { StoragePlace } from './storage-place.ts';

export type SetUpRequest = {
  readonly home: Home;
  readonly world: World;
  readonly place: StoragePlace;
  readonly protectDays: number;
  readonly passphrase: string;
  /** By hand unless asked for: with a rule, a thief who hides everything and stops renewal wins when the locks end. */
  readonly space?: Settings['space'];
  readonly strict?: boolean;
  readonly ping?: string | null;
  /** May create buckets and keys; used here and kept nowhere. */
  readonly setUpKey: StorageKey | undefined;
  /** The key to keep, where the person brings one. */
  readonly backupKey: StorageKey | undefined;
  readonly useKeychain: boolean;
  /** Where the recovery kit goes, as text or, by its ending, as a page; none: the caller shows it. */
  readonly kitFiles?: readonly string[];
  /** "holdfast 1.2.3", for the kit. */
  readonly program?: string;
  /**
   * How long the test objects of the proof are locked, which a set-up key makes before anything is written: a minute.
   * undefined: no proof now.
   */
  readonly proofMs?: number | undefined;
  /** Made by an earlier try of the same set-up: not made again. */
  readonly proof?: Proof | undefined;
  readonly onProof?: () => void;
  /** Before the settings make it a home: from that moment on, whatever a home needs is there. */
  readonly beforeSettings?: () => Promise<void>;
  /** What the kit said that a person confirmed before; undefined: both are made here. The key is not overwritten. */
  readonly known?: { readonly masterKey: Uint8Array; readonly repositoryId: string } | undefined;
  /** What a further try would need again, as soon as it is there. Memory only. */
  readonly onKept?: (part: { readonly backupKey: StorageKey } | { readonly proof: Proof }) => void;
  readonly signal?: AbortSignal;
  /** Told after each thing that now exists at the provider and would stay there if a later step failed. */
  readonly onMade: (what: string, said: Said) => void;
};

export type SetUpDone = {
  readonly settings: Settings;
  readonly kit: RecoveryKit;
  readonly bucketCreated: boolean;
  readonly keyId: string;
  /** Made by set-up, or brought by the person. */
  readonly keyCreated: boolean;
  /** What the stored key may do, and which protection rests on the locks alone. */
  readonly keyWords: Told;
  /** undefined: none was asked for. */
  readonly proof: Proof | undefined;
  readonly warnings: readonly Saying[];
};

/**
 * The whole of a first set-up: bucket, key, repository, kit, and last the home's settings, which make it a home. A
 * failure takes away what it put on this computer; what then exists at the provider was told through `onMade`.
 * @throws home-exists, period-invalid, key-lengthens, default-retention-wrong, path-impossible, key-too-powerful, key-insufficient, bucket-not-locked,
 *   bucket-missing, bucket-name-taken, repository-exists, locks-not-kept, clocks-differ, and network errors
 */
export async function setUp(request: SetUpRequest): Promise<SetUpDone> {
  const { home, world, place, protectDays, passphrase, kitFiles = [], onMade } = request;
  const strict = request.strict ?? false;
  const policy = lockPolicy(protectDays, undefined, strict);
  for (const file of kitFiles) await tryNewFile(file);
  const newHome = await makeNewHome(home);
  const written: string[] = [];
  try {
    const provisioned = await provisionStorage(request);
    request.onKept?.({ backupKey: provisioned.backupKey });
    const connected = await connectNewWriter(place, provisioned.backupKey, world, {
      protectDays,
      strict,
    });
    try {
      const proof = await proveTheLock(request);
      const masterKey = request.known?.masterKey ?? world.random(masterKeyBytes);
      const { repository, slot } = await createRepository({
        store: connected.store,
        prefix: place.prefix,
        master: masterKey,
        passphrase,
        policy,
        world,
        repositoryId: request.known?.repositoryId,
      });
      onMade(`a locked, empty repository ${repository.repositoryId}`, {
        code: 'left-repository',
        name: repository.repositoryId,
      });
      const kit: RecoveryKit = {
        words: masterToWords(masterKey),
        fingerprint: fingerprint(masterKey),
        ...place,
        repositoryId: repository.repositoryId,
      };
      const settings = await keepLocally({
        ...request,
        space: request.space ?? 'by-hand',
        strict,
        ping: request.ping ?? null,
        passphrase: () => Promise.resolve(passphrase),
        repositoryId: repository.repositoryId,
        secrets: { masterKey, backupKey: provisioned.backupKey },
        beforeSettings: async () => {
          await request.beforeSettings?.();
          await writeDecisions(home, firstDecisions(world.now()));
          if (slot) await keepKeySlots(home, [slot]);
          const page = { kit, madeOn: new Date(world.now()), program: request.program ?? 'holdfast' };
          for (const file of kitFiles) {
            await writeKit(file, page);
            written.push(file);
          }
        },
      });
      if (proof) await keepProof(home, proof, place.store.bucket);
      return {
        settings,
        kit,
        bucketCreated: provisioned.bucketCreated,
        keyId: provisioned.backupKey.keyId,
        keyCreated: provisioned.keyCreated,
        keyWords: connected.keyWords,
        proof,
        warnings: [
          ...connected.warnings,
          ...(proof?.verdict === 'inconclusive' ? [unproven] : []),
          ...(settings.space === 'automatic' && settings.ping === null
            ? [{ words: unnoticedThief, said: { code: 'set-up-thief' } } as const]
            : []),
        ],
      };
    } finally {
      await connected.store.close();
    }
  } catch (error) {
    for (const file of written) await rm(file, { force: true });
    await newHome.undo();
    throw error;
  } finally {
    newHome.lock.release();
  }
}

const unproven: Told = {
  words:
    'Whether this storage keeps its locks could not be proven now. Try `holdfast locks prove` with the set-up key.',
  said: { code: 'set-up-unproven' },
};

/** Before anything is written: a store that deletes what it locked gets nothing. */
async function proveTheLock(request: SetUpRequest): Promise<Proof | undefined> {
  const { place, setUpKey, world, proofMs, signal } = request;
  if (request.proof) return request.proof;
  if (!setUpKey || proofMs === undefined) return undefined;
  request.onProof?.();
  const proof = await proveLockAt(place, setUpKey, { world, canaryMs: proofMs, signal });
  if (proof.verdict === 'broken') throw new HoldfastError('locks-not-kept', { bucket: place.store.bucket });
  request.onKept?.({ proof });
  return proof;
}
