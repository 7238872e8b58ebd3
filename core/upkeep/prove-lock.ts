import type { Instant, ObjectVersion } from '../model/object.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import { putCanary, type Canary } from './canary.ts';
import type { Proof } from './proof.ts';
import { ProofLog } from './proof-log.ts';

export type LockProofRequest = {
  /** With a key that may delete and bypass: on B2 the master key, elsewhere any key that may. */
  readonly store: ObjectStore;
  readonly prefix: string;
  readonly world: World;
  /** How long the canaries are locked, ms: a minute, less in tests. */
  readonly canaryMs: number;
  readonly signal?: AbortSignal | undefined;
};

/** HTTP tells the time in whole seconds, so it is up to one older than it says. */
const second = 1_000;
/** A store whose clock stands still, or that keeps a lock after its date, is waited for this much longer than the lock. */
const patienceMs = 60_000;

/**
 * The lock half of the proof (design 4): what a key that may delete cannot do to a locked canary, and that the very
 * same calls work once its date has passed. Takes a little longer than `canaryMs`.
 * @throws clocks-differ, and what is no answer: network, wrong key
 */
export async function proveLock(request: LockProofRequest): Promise<Proof> {
  const { store, prefix, world, canaryMs } = request;
  const log = await ProofLog.start('lock', store, world);
  if ((await store.bucketState()).defaultRetentionDays === null && !(await deletesUnlocked(log, request)))
    return log.end();

  const until = Math.ceil((log.time.now() + canaryMs) / second) * second + second;
  const locked: Canary[] = [];
  const stored = await log.attempt('store two test objects, each with a lock', 'done', async () => {
    for (const _ of [1, 2]) locked.push(await putCanary(store, prefix, world, until));
  });
  const [first, second_] = locked;
  if (stored.outcome !== 'done' || !first || !second_) return log.end();
  await log.attempt('read the date of the lock back', 'done', () => Promise.resolve(), {
    happened: () => log.holds(first, until),
  });
  const deleting = await log.deletion('delete the locked object', 'refused', first);
  const bypassing = await log.deletion('delete the locked object with the bypass flag', 'refused', second_, {
    bypass: true,
  });
  await log.excuseWhatCameTooLate(until);
  // What is gone can be tried no further.
  if (!log.isSound) return log.end();
  await weaken(log, store, first, until);
  await log.excuseWhatCameTooLate(until);
  if (!log.isSound || !(await waitUntil(log, request, until + second))) return log.end();

  const after = await log.deletion('delete the same object after its date, by the same call', 'done', first);
  log.settle(deleting, after.outcome === 'done' ? 'lock' : 'unknown');
  const bypassed = await log.deletion(
    'delete the other one after its date, with the bypass flag',
    'either',
    second_,
    {
      bypass: true,
    },
  );
  log.settle(bypassing, bypassed.outcome === 'done' ? 'lock' : 'key');
  if (bypassed.outcome === 'refused') await store.deleteVersion(second_);
  return log.end();
}

async function deletesUnlocked(log: ProofLog, { store, prefix, world }: LockProofRequest): Promise<boolean> {
  const free = await putCanary(store, prefix, world, undefined);
  const deleted = await log.deletion('delete an object without a lock', 'done', free);
  return deleted.outcome === 'done';
}

/** Lengthening by a second is the control beside which taking that second back is refused by the lock. */
async function weaken(
  log: ProofLog,
  store: ObjectStore,
  canary: ObjectVersion,
  until: Instant,
): Promise<void> {
  const longer = until + second;
  const isShorter = async (): Promise<boolean> => !(await log.holds(canary, longer));
  const bypass = { bypassGovernance: true };
  await log.attempt('lengthen the lock', 'done', () => store.renew(canary, longer), {
    happened: () => log.holds(canary, longer),
  });
  const shorter = { mode: 'compliance', until } as const;
  const happened = { happened: isShorter };
  await log.attempt('shorten the lock', 'refused', () => store.replaceLock(canary, shorter), happened);
  await log.attempt(
    'shorten the lock with the bypass flag',
    'refused',
    () => store.replaceLock(canary, shorter, bypass),
    happened,
  );
  await log.attempt(
    'turn it into a governance lock, which some keys may lift',
    'refused',
    () => store.replaceLock(canary, { mode: 'governance', until: longer }, bypass),
    happened,
  );
  await log.attempt(
    'remove the lock',
    'refused',
    () => store.replaceLock(canary, { mode: null, until: null }, bypass),
    happened,
  );
}

/** In small steps, by the provider's clock. false: its date did not come. */
async function waitUntil(
  log: ProofLog,
  { world, canaryMs, signal }: LockProofRequest,
  until: Instant,
): Promise<boolean> {
  let left = canaryMs + patienceMs;
  for (;;) {
    await log.time.refresh();
    const missing = until - log.time.now();
    if (missing <= 0) return true;
    if (left <= 0) break;
    const step = Math.ceil(Math.min(Math.max(missing, 200), 5_000));
    left -= step;
    await world.sleep(step, signal);
  }
  await log.attempt('wait for the date of the lock', 'done', () => Promise.resolve(), {
    happened: () => Promise.resolve(false),
  });
  return false;
}
