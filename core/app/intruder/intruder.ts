import { createHash, randomBytes } from 'node:crypto';
import { isHoldfastError } from '../../errors/holdfast-error.ts';
import type { ListedVersion } from '../../model/object.ts';
import type { ObjectStore } from '../../storage/object-store.ts';
import { concurrently } from '../../system/concurrently.ts';

/** What became of one kind of attack on every object version. */
export type Attack = {
  readonly what:
    | 'delete'
    | 'delete with bypass'
    | 'shorten the lock'
    | 'shorten with bypass'
    | 'lift the lock with bypass';
  tried: number;
  /** Refused because the key lacks the right. */
  refusedByKey: number;
  /** Refused although the key has the right. */
  refusedByLock: number;
};

const atATime = 8;

export async function allVersions(store: ObjectStore, prefix: string): Promise<readonly ListedVersion[]> {
  const versions: ListedVersion[] = [];
  for await (const page of store.listVersions(prefix)) versions.push(...page);
  return versions;
}

/** Tries on every version everything that could destroy it. */
export async function destroyAll(
  store: ObjectStore,
  versions: readonly ListedVersion[],
  now: number,
): Promise<readonly Attack[]> {
  const soon = { mode: 'compliance', until: Math.ceil(now / 1000) * 1000 + 60_000 } as const;
  const bypass = { bypassGovernance: true };
  const ways: readonly [Attack['what'], (version: ListedVersion) => Promise<void>][] = [
    ['delete', (version) => store.deleteVersion(version)],
    ['delete with bypass', (version) => store.deleteVersion(version, bypass)],
    ['shorten the lock', (version) => store.replaceLock(version, soon)],
    ['shorten with bypass', (version) => store.replaceLock(version, soon, bypass)],
    [
      'lift the lock with bypass',
      (version) => store.replaceLock(version, { mode: null, until: null }, bypass),
    ],
  ];
  const attacks: Attack[] = [];
  for (const [what, attempt] of ways) {
    const attack: Attack = { what, tried: 0, refusedByKey: 0, refusedByLock: 0 };
    await concurrently(versions, atATime, async (version) => {
      attack.tried++;
      try {
        await attempt(version);
      } catch (error) {
        if (isHoldfastError(error, 'key-insufficient')) attack.refusedByKey++;
        else if (isHoldfastError(error, 'object-locked') || isHoldfastError(error, 'provider-refused'))
          attack.refusedByLock++;
        else throw error;
      }
    });
    attacks.push(attack);
  }
  return attacks;
}

export const succeeded = (attack: Attack): number =>
  attack.tried - attack.refusedByKey - attack.refusedByLock;

/** The same calls on an object without a lock: a refusal proves something only beside a deletion that works. */
export async function deletesWhatIsNotLocked(store: ObjectStore, name: string): Promise<boolean> {
  const version = await putGarbage(store, name);
  await store.deleteVersion(version);
  return (await allVersions(store, name)).length === 0;
}

/** What the stored key does allow: every name gets other bytes on top, then is hidden. */
export async function buryAll(store: ObjectStore, names: readonly string[]): Promise<void> {
  await concurrently(names, atATime, async (name) => {
    await putGarbage(store, name);
    await store.hide(name);
  });
}

async function putGarbage(store: ObjectStore, name: string): Promise<{ name: string; versionId: string }> {
  const body = randomBytes(1000);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const { versionId } = await store.put({ name, body, sha256, lockUntil: undefined });
  return { name, versionId };
}
