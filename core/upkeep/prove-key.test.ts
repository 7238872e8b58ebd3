import { afterEach, expect, test } from 'vitest';
import { B2Session } from '../../test/acceptance/places/b2-session.ts';
import { openPracticeSubject, type PracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { lockPolicy } from '../locks/lock-policy.ts';
import { connectStore } from '../storage/connect-store.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import type { Role } from '../storage/roles.ts';
import { realWorld } from '../system/world.ts';
import { proveKey } from './prove-key.ts';
import type { Proof } from './proof.ts';
import { proofLines } from './testing/proof-lines.ts';

const policy = lockPolicy(30);

let subject: PracticeSubject | undefined;
afterEach(() => subject?.close());

const prove = (on: PracticeSubject, store: ObjectStore = on.store): Promise<Proof> =>
  proveKey({ store, prefix: on.prefix, policy, world: realWorld });

/** What comes behind the attempts to weaken and delete, where the key may lengthen. */
const underneath = [
  'hide it under a marker: done',
  'read the hidden object by version: done',
  'lengthen the lock of the hidden object by version: done',
  'put other bytes over it: done',
  'read the object under a newer version: done',
  'lengthen the lock of the object under a newer version: done',
  'read the date of the lock back at the end: done',
];
const beginning = [
  'store a test object with a lock: done',
  'read the date of the lock back: done',
  'lengthen the lock: done',
  'shorten the lock: refused by lock, object-locked',
];

test('B2: the lock refuses to be shortened, the key to delete; all is read and lengthened by version', async () => {
  subject = await openPracticeSubject('b2');
  const proof = await prove(subject);
  expect(proof).toMatchObject({ half: 'key', verdict: 'ok' });
  expect(proofLines(proof)).toEqual([
    ...beginning,
    'shorten the lock with the bypass flag: refused by key, object-locked',
    'turn it into a governance lock, which some keys may lift: refused by key, object-locked',
    'delete the locked object: refused by key, key-insufficient',
    'delete the locked object with the bypass flag: refused by key, key-insufficient',
    ...underneath,
  ]);
  const { now } = await subject.store.providerClock();
  for await (const page of subject.store.listVersions(subject.prefix))
    for (const { lock } of page) expect(lock?.until ?? 0).toBeLessThanOrEqual(now + 1.5 * policy.dayMs);
});

test('S3, which does not tell what the key may: an unlocked control does', async () => {
  subject = await openPracticeSubject('s3');
  const rest = [
    'shorten the lock with the bypass flag: refused by unknown, object-locked',
    'turn it into a governance lock, which some keys may lift: refused by unknown, object-locked',
  ];
  expect(proofLines(await prove(subject))).toEqual([
    ...beginning,
    ...rest,
    'delete an object without a lock: refused by key, key-insufficient',
    'delete the locked object: refused by key, object-locked',
    'delete the locked object with the bypass flag: refused by key, object-locked',
    ...underneath,
  ]);
  const powerful = await prove(subject, subject.powerful);
  expect(powerful.verdict).toBe('ok');
  expect(proofLines(powerful)).toContain('delete the locked object: refused by lock, object-locked');
});

test('S3: a liar is found out by a stored key that may delete', async () => {
  subject = await openPracticeSubject('s3', { liar: true });
  const proof = await prove(subject, subject.powerful);
  expect(proof.verdict).toBe('broken');
  expect(proofLines(proof)).toContain('delete the locked object: done');
});

test('strict: the bucket sets the date, nothing is lengthened, and all refusals come from the key', async () => {
  subject = await openPracticeSubject('b2');
  await lockByDefault(subject);
  const store = await withRole(subject, 'strict-backup');
  const proof = await prove(subject, store);
  expect(proof.verdict).toBe('ok');
  expect(new Set(proof.attempts.map(({ from }) => from))).toEqual(new Set([null, 'key']));
  expect(proofLines(proof).join('\n')).not.toContain('lengthen');
  await store.close();
});

test('a key that may not store is inconclusive: nothing was shown', async () => {
  subject = await openPracticeSubject('b2');
  const store = await withRole(subject, 'read');
  const proof = await prove(subject, store);
  expect(proof.verdict).toBe('inconclusive');
  expect(proofLines(proof)).toEqual(['store a test object with a lock: refused by key, key-insufficient']);
  await store.close();
});

async function withRole({ vault, settings, prefix }: PracticeSubject, role: Role): Promise<ObjectStore> {
  const native = { kind: 'b2', endpoint: vault.b2, bucket: settings.bucket } as const;
  return await connectStore(
    settings,
    await createProvisioner(native, vault).createKey(role, prefix, role),
    realWorld,
  );
}

async function lockByDefault({ vault }: PracticeSubject): Promise<void> {
  const session = await B2Session.open(vault.b2, vault.keyId, vault.key);
  const { accountId } = session;
  const { buckets } = await session.call<{ buckets: { bucketId: string }[] }>('b2_list_buckets', {
    accountId,
  });
  await session.call('b2_update_bucket', {
    accountId,
    bucketId: buckets[0]!.bucketId,
    defaultRetention: { mode: 'compliance', period: { duration: 37, unit: 'days' } },
  });
}
