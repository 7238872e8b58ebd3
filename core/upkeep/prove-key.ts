import { sha256Hex } from '../crypto/sha256.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import type { Instant } from '../model/object.ts';
import type { KeyCapabilities, ObjectStore } from '../storage/object-store.ts';
import type { World } from '../system/world.ts';
import { putCanary, type Canary } from './canary.ts';
import type { Proof, RefusedBy } from './proof.ts';
import { ProofLog } from './proof-log.ts';

export type KeyProofRequest = {
  /** With the key that is stored on this computer. */
  readonly store: ObjectStore;
  readonly prefix: string;
  readonly policy: LockPolicy;
  readonly world: World;
};

/**
 * The key half of the proof (design 4), monthly: what the stored key cannot do to a locked canary, and that it reads
 * and lengthens it by version whatever is put over it. Refusals that come from the key only are said to. Leaves a few
 * bytes, hidden, locked for little more than a day.
 * @throws clocks-differ, and what is no answer: network, wrong key
 */
export async function proveKey(request: KeyProofRequest): Promise<Proof> {
  const { store, prefix, policy, world } = request;
  const log = await ProofLog.start('key', store, world);
  const key = await store.keyCapabilities();
  const ownDates = (await store.bucketState()).defaultRetentionDays === null;
  const isStrict = key !== undefined && !key.capabilities.includes('writeFileRetentions');

  const until = Math.ceil((log.time.now() + lockMs(policy)) / 1000) * 1000;
  let canary: Canary | undefined;
  await log.attempt('store a test object with a lock', 'done', async () => {
    canary = await putCanary(store, prefix, world, isStrict ? undefined : until);
  });
  if (!canary) return log.end();
  const version = canary;
  const lock = await log.lockOf(version);
  const dated = lock !== 'gone' && lock?.mode === 'compliance' ? (lock.until ?? 0) : 0;
  await log.attempt('read the date of the lock back', 'done', () => Promise.resolve(), {
    happened: () => Promise.resolve(isStrict ? dated > log.time.now() : dated === until),
  });

  const own = isStrict ? undefined : new Lengthening(log, store, version, until, policy);
  await own?.lengthen('lengthen the lock');
  const held = own?.until ?? dated;
  await tryToWeaken(log, store, version, held, {
    mayChange: held > dated,
    mayBypass: key?.capabilities.includes('bypassGovernance'),
  });
  await tryToDelete(log, request, version, key, ownDates);
  await log.excuseWhatCameTooLate(held);
  if (log.isBroken) return log.end();

  await log.attempt('hide it under a marker', 'either', () => store.hide(version.name));
  await readIt(log, store, version, 'read the hidden object by version');
  await own?.lengthen('lengthen the lock of the hidden object by version');
  await log.attempt('put other bytes over it', 'either', () =>
    putCanary(store, prefix, world, undefined, version.name),
  );
  await readIt(log, store, version, 'read the object under a newer version');
  await own?.lengthen('lengthen the lock of the object under a newer version');
  await log.attempt('read the date of the lock back at the end', 'done', () => Promise.resolve(), {
    happened: () => log.holds(version, own?.until ?? dated),
  });
  // So that the rule for space takes both once the lock has passed. A key that may not hide leaves them.
  await store.hide(version.name).catch(() => undefined);
  return log.end();
}

/** A day; but where the days of a test are seconds, long enough to be tried. */
const lockMs = ({ dayMs, protectMs }: LockPolicy): number => Math.max(dayMs, Math.min(protectMs, 60_000));

/** Each a little further, so that each is a control of its own; a day and a half at most. */
class Lengthening {
  until: Instant;
  readonly #lengthen: (what: string) => Promise<void>;

  constructor(log: ProofLog, store: ObjectStore, version: Canary, until: Instant, policy: LockPolicy) {
    this.until = until;
    this.#lengthen = async (what) => {
      const longer = this.until + Math.ceil(lockMs(policy) / 8 / 1000) * 1000;
      const made = await log.attempt(what, 'done', () => store.renew(version, longer), {
        happened: () => log.holds(version, longer),
      });
      if (made.outcome === 'done') this.until = longer;
    };
  }

  lengthen(what: string): Promise<void> {
    return this.#lengthen(what);
  }
}

/**
 * Shortening is the call that has just lengthened, so its refusal comes from the lock; unless the key could not lengthen.
 * With the bypass flag, a key that may not bypass could be the reason.
 */
async function tryToWeaken(
  log: ProofLog,
  store: ObjectStore,
  version: Canary,
  held: Instant,
  { mayChange, mayBypass }: { readonly mayChange: boolean; readonly mayBypass: boolean | undefined },
): Promise<void> {
  const happened = async (): Promise<boolean> => !(await log.holds(version, held));
  const changing = { happened, judge: (): RefusedBy => (mayChange ? 'lock' : 'key') };
  const bypassing =
    mayBypass === undefined
      ? { happened }
      : { happened, judge: (): RefusedBy => (mayBypass ? 'lock' : 'key') };
  const bypass = { bypassGovernance: true };
  const shorter = { mode: 'compliance', until: held - 1_000 } as const;
  await log.attempt('shorten the lock', 'refused', () => store.replaceLock(version, shorter), changing);
  await log.attempt(
    'shorten the lock with the bypass flag',
    'refused',
    () => store.replaceLock(version, shorter, bypass),
    bypassing,
  );
  await log.attempt(
    'turn it into a governance lock, which some keys may lift',
    'refused',
    () => store.replaceLock(version, { mode: 'governance', until: held }, bypass),
    bypassing,
  );
}

async function tryToDelete(
  log: ProofLog,
  request: KeyProofRequest,
  version: Canary,
  key: KeyCapabilities | undefined,
  ownDates: boolean,
): Promise<void> {
  const may = key ? key.capabilities.includes('deleteFiles') : await deletesUnlocked(log, request, ownDates);
  // Where the provider does not tell what the key may, only a deletion that works shows what a refusal came from.
  const judge = key || may === undefined ? {} : { judge: (): RefusedBy => (may ? 'lock' : 'key') };
  await log.deletion('delete the locked object', 'refused', version, judge);
  await log.deletion('delete the locked object with the bypass flag', 'refused', version, {
    ...judge,
    bypass: true,
  });
}

/** undefined: nothing in this bucket is without a lock. */
async function deletesUnlocked(
  log: ProofLog,
  { store, prefix, world }: KeyProofRequest,
  ownDates: boolean,
): Promise<boolean | undefined> {
  if (!ownDates) return undefined;
  const free = await putCanary(store, prefix, world, undefined);
  const { outcome } = await log.deletion('delete an object without a lock', 'either', free);
  if (outcome === 'refused') await store.hide(free.name).catch(() => undefined);
  return outcome === 'done';
}

async function readIt(log: ProofLog, store: ObjectStore, version: Canary, what: string): Promise<void> {
  let isSame = false;
  const read = async (): Promise<void> => {
    isSame = sha256Hex(await store.get(version)) === sha256Hex(version.body);
  };
  await log.attempt(what, 'done', read, { happened: () => Promise.resolve(isSame) });
}
