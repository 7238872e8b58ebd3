import { isHoldfastError } from '../../errors/holdfast-error.ts';
import { compliantUntil } from '../../locks/confirm-lease.ts';
import type { ObjectVersion } from '../../model/object.ts';
import type { World } from '../../system/world.ts';
import type { KeyCapabilities, ObjectStore } from '../object-store.ts';
import { lacking, tooPowerful, type Role } from '../roles.ts';
import { canaryLockMs, isRefusal, putCanary } from './canary.ts';
import type { Finding } from './finding.ts';

/**
 * What the key that will be stored lacks, and what it can do too much. B2 tells; on other stores it is tried with two tiny
 * objects below `<prefix>proof/`, one locked for a minute and one not at all; in strict mode with one that the bucket locks.
 * @throws what any call throws for other reasons than the key: network, wrong key, missing bucket
 */
export async function tryKey(
  store: ObjectStore,
  role: Extract<Role, 'backup' | 'strict-backup'>,
  prefix: string,
  world: World,
): Promise<readonly Finding[]> {
  const key = await store.keyCapabilities();
  return key === undefined
    ? await tryByUse(store, prefix, world, role === 'strict-backup')
    : judgeCapabilities(key, role, store.bucket, prefix);
}

export function judgeCapabilities(
  key: KeyCapabilities,
  role: Role,
  bucket: string,
  prefix: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const capability of lacking(role, key.capabilities))
    findings.push({ what: 'capability', severity: 'missing', words: `The key lacks ${capability}.` });
  for (const capability of tooPowerful(key.capabilities))
    findings.push({
      what: 'capability',
      severity: 'too-much',
      words: `The key has ${capability}, which a stored key must not have.`,
    });
  if (key.bucket !== null && key.bucket !== bucket)
    findings.push({
      what: 'key-scope',
      severity: 'missing',
      words: `The key is for the bucket "${key.bucket}".`,
    });
  if (key.prefix !== null && !prefix.startsWith(key.prefix))
    findings.push({
      what: 'key-scope',
      severity: 'missing',
      words: `The key is for names below "${key.prefix}".`,
    });
  if (key.bucket === null)
    findings.push({
      what: 'key-scope',
      severity: 'note',
      words: 'The key reaches all buckets of the account.',
    });
  return findings;
}

async function tryByUse(
  store: ObjectStore,
  prefix: string,
  world: World,
  strict: boolean,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const attempt = async <T>(
    what: Finding['what'],
    words: string,
    act: () => Promise<T>,
  ): Promise<T | undefined> => {
    try {
      return await act();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      findings.push({ what, severity: 'missing', words });
      return undefined;
    }
  };

  await attempt('list', 'The key may not list object versions.', async () => {
    for await (const _page of store.listVersions(`${prefix}proof/`)) break;
  });
  const { now } = await store.providerClock();
  const until = strict ? undefined : Math.ceil((now + canaryLockMs) / 1000) * 1000;
  const locked = await attempt('upload', 'The key may not upload objects with a lock.', () =>
    putCanary(store, prefix, world, until),
  );
  if (locked !== undefined) {
    await attempt('read', 'The key may not read object versions.', () => store.get(locked));
    const head = await attempt('read-lock', 'The key may not ask for object versions.', () =>
      store.head(locked),
    );
    const is = head && compliantUntil(head);
    if (is !== undefined && (until === undefined ? is <= now : is !== until))
      findings.push({
        what: 'read-lock',
        severity: 'missing',
        words:
          until !== undefined && is > until
            ? `A test object was locked until ${new Date(is).toISOString()}, longer than asked: the bucket's default retention counts here. Use a bucket without.`
            : 'The lock of a test object cannot be read back, so no protection could be promised.',
      });
    if (until !== undefined)
      await attempt('lengthen', 'The key may not lengthen locks.', () => store.renew(locked, until + 1_000));
    else if (is !== undefined && (await maySucceed(() => store.renew(locked, is + 1_000))))
      findings.push({ what: 'lengthen', severity: 'too-much', words: 'The key may lengthen locks.' });
  }
  // Nothing that a bucket locks by itself can tell whether the key or the lock refuses a deletion.
  if (until === undefined) {
    if (locked !== undefined && (await isDeleted(store, locked))) findings.push(lockNotKept);
    return findings;
  }
  const free = await attempt('upload', 'The key may not upload objects.', () =>
    putCanary(store, prefix, world, undefined),
  );
  if (free !== undefined && (await mayDelete(store, free))) {
    // A refusal proves something only beside a deletion that works, so only such a key can find out.
    if (locked !== undefined && (await isDeleted(store, locked))) findings.push(lockNotKept);
    findings.push({
      what: 'delete',
      severity: 'too-much',
      words:
        'The key may delete object versions. Their locks protect them until their dates, and nothing after.',
    });
  }
  return findings;
}

const lockNotKept: Finding = {
  what: 'lock-not-kept',
  severity: 'missing',
  words: 'A test object was deleted while its lock was running.',
};

async function maySucceed(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return false;
  }
}

async function isDeleted(store: ObjectStore, version: ObjectVersion): Promise<boolean> {
  try {
    await store.deleteVersion(version);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return false;
  }
  // Ask once more: success is also said of a version that was never there.
  return await store.head(version).then(
    () => false,
    (error: unknown) => isHoldfastError(error, 'object-missing'),
  );
}

/** What could not be deleted is hidden, so that the bucket's rule takes it. */
async function mayDelete(store: ObjectStore, version: ObjectVersion): Promise<boolean> {
  try {
    await store.deleteVersion(version);
    return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await store.hide(version.name).catch(() => undefined);
    return false;
  }
}
