import type { World } from '../system/world.ts';
import type { Proof, ProofVerdict } from '../upkeep/proof.ts';
import { proveKey } from '../upkeep/prove-key.ts';
import { proveLock } from '../upkeep/prove-lock.ts';
import type { Home } from './home.ts';
import { keepProof } from './keep-proof.ts';
import type { RepositoryInUse } from './open-repository-for-use.ts';
import { policyOf } from './policy-of.ts';
import { proveLockAt } from './prove-lock-at.ts';
import type { StorageKey } from './secrets/secrets.ts';

export type HomeProof = {
  readonly verdict: ProofVerdict;
  /** undefined: there was no key that may delete. */
  readonly lockHalf: Proof | undefined;
  readonly keyHalf: Proof;
};

type Request = {
  readonly home: Home;
  readonly world: World;
  readonly setUpKey: StorageKey | undefined;
  /** How long the test objects of the lock half are locked, ms. */
  readonly canaryMs: number;
  /** Told before the lock half, which waits that long. */
  readonly onLockHalf: () => void;
  readonly signal: AbortSignal;
};

/** Both halves of the proof, as far as the keys at hand go, and keeps them in the home. */
export async function proveHome(inUse: RepositoryInUse, request: Request): Promise<HomeProof> {
  const { settings, repository } = inUse;
  const lockHalf = await proveLockHalf(inUse, request);
  const keyHalf = await proveKey({
    store: repository.store,
    prefix: repository.prefix,
    policy: policyOf(settings),
    world: request.world,
  });
  const halves = lockHalf ? [lockHalf, keyHalf] : [keyHalf];
  for (const half of halves) await keepProof(request.home, half, settings.store.bucket);
  const [worst] = (['broken', 'inconclusive'] as const).filter((one) =>
    halves.some(({ verdict }) => verdict === one),
  );
  return { verdict: worst ?? 'ok', lockHalf, keyHalf };
}

/** Without a set-up key, the stored one serves where it may delete: on S3 that shows only by trying. */
async function proveLockHalf(
  { settings, repository }: RepositoryInUse,
  request: Request,
): Promise<Proof | undefined> {
  const { setUpKey } = request;
  if (setUpKey) {
    request.onLockHalf();
    return await proveLockAt(settings, setUpKey, request);
  }
  const { store, prefix } = repository;
  const canTry = store.kind === 's3' && (await store.bucketState()).defaultRetentionDays === null;
  if (!canTry) return undefined;
  const proof = await proveLock({ ...request, store, prefix });
  return proof.verdict === 'inconclusive' ? undefined : proof;
}
