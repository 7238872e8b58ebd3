import { afterEach, describe, expect, test } from 'vitest';
import { useCeph } from '../../test/ceph/start-ceph.ts';
import {
  administer,
  openPracticeSubject,
  type PracticeSubject,
} from '../../test/storage/open-practice-subject.ts';
import { B2Session } from '../../test/acceptance/places/b2-session.ts';
import { connectStore } from '../storage/connect-store.ts';
import { ForwardingStore } from '../storage/decorators/forwarding-store.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { StoreOperation } from '../storage/operation.ts';
import { createProvisioner } from '../storage/provisioning.ts';
import { backupCapabilities } from '../storage/roles.ts';
import { realWorld, type World } from '../system/world.ts';
import type { Proof } from './proof.ts';
import { proveLock } from './prove-lock.ts';
import { proofLines } from './testing/proof-lines.ts';

const proven = [
  'delete an object without a lock: done',
  'store two test objects, each with a lock: done',
  'read the date of the lock back: done',
  'delete the locked object: refused by lock, object-locked',
  'delete the locked object with the bypass flag: refused by lock, object-locked',
  'lengthen the lock: done',
  'shorten the lock: refused by lock, object-locked',
  'shorten the lock with the bypass flag: refused by lock, object-locked',
  'turn it into a governance lock, which some keys may lift: refused by lock, object-locked',
  'remove the lock: refused by lock, object-locked',
  'delete the same object after its date, by the same call: done',
  'delete the other one after its date, with the bypass flag: done',
];

let subject: PracticeSubject | undefined;
afterEach(() => subject?.close());

/** A minute of waiting is a step of the vault's clock. */
const worldOf = ({ vault }: PracticeSubject): World => ({
  ...realWorld,
  sleep: (advanceMs) => administer(vault, 'clock', { advanceMs }),
});

const prove = (on: PracticeSubject, store: ObjectStore = on.powerful): Promise<Proof> =>
  proveLock({ store, prefix: on.prefix, world: worldOf(on), canaryMs: 60_000 });

describe.each(['b2', 's3'] as const)('over %s', (kind) => {
  test('a key that may delete proves the lock, each refusal beside a control', async () => {
    subject = await openPracticeSubject(kind);
    const { now } = await subject.store.providerClock();
    const proof = await prove(subject);
    expect(proofLines(proof)).toEqual(proven);
    expect(proof).toMatchObject({ half: 'lock', verdict: 'ok' });
    expect(proof.at).toBeGreaterThan(now + 60_000);
    for (const { at, outcome, requestId } of proof.attempts) {
      expect(at).toBeGreaterThanOrEqual(now);
      if (outcome === 'refused' && kind === 's3') expect(requestId).toMatch(/^[0-9a-f]{16}$/);
    }
    for await (const page of subject.powerful.listVersions(subject.prefix)) expect(page).toEqual([]);
  });

  test('a store that deletes what it locked is found out at once', async () => {
    subject = await openPracticeSubject(kind, { liar: true });
    const proof = await prove(subject);
    expect(proof.verdict).toBe('broken');
    expect(proofLines(proof).at(-2)).toBe('delete the locked object: done');
  });

  test('a key that may not delete proves nothing about the lock', async () => {
    subject = await openPracticeSubject(kind);
    const proof = await prove(subject, subject.store);
    expect(proof.verdict).toBe('inconclusive');
    expect(proofLines(proof)).toEqual(['delete an object without a lock: refused by key, key-insufficient']);
  });

  test('a clock that stands still ends the waiting, without a verdict', async () => {
    subject = await openPracticeSubject(kind);
    const waits: number[] = [];
    const world: World = { ...realWorld, sleep: (ms) => Promise.resolve(void waits.push(ms)) };
    const { powerful: store, prefix } = subject;
    const proof = await proveLock({ store, prefix, world, canaryMs: 100_000 });
    expect([proof.verdict, proofLines(proof).at(-1)]).toEqual([
      'inconclusive',
      'wait for the date of the lock: refused by unknown, ignored',
    ]);
    expect(waits.reduce((sum, ms) => sum + ms)).toBeLessThan(170_000);
  });
});

test('on a line so slow that the lock ends first, nothing is shown', async () => {
  subject = await openPracticeSubject('b2');
  const { powerful, vault } = subject;
  class SlowToDelete extends ForwardingStore {
    protected override async around<T>(operation: StoreOperation, call: () => Promise<T>): Promise<T> {
      if (operation === 'deleteVersion') await administer(vault, 'clock', { advanceMs: 40_000 });
      return await call();
    }
  }
  const proof = await prove(subject, new SlowToDelete(powerful));
  expect(proof.verdict).toBe('inconclusive');
  expect(proofLines(proof).slice(-2)).toEqual([
    'delete the locked object with the bypass flag: done',
    'try all that before the lock ended: refused by unknown, ignored',
  ]);
});

test('the master key of a B2 account, which its S3 API does not take, proves it too', async () => {
  subject = await openPracticeSubject('b2');
  const { masterKeyId: keyId, masterKey: key } = subject.vault;
  const master = await connectStore(subject.settings, { keyId, key }, realWorld);
  expect(proofLines(await prove(subject, master))).toEqual(proven);
  await master.close();
});

test('in a bucket that locks everything by itself there is no unlocked control', async () => {
  subject = await openPracticeSubject('b2');
  const defaultRetention = { mode: 'compliance', period: { duration: 37, unit: 'days' } };
  await callB2(subject, 'b2_update_bucket', { defaultRetention });
  expect(proofLines(await prove(subject))).toEqual(proven.slice(1));
});

test('a key that may delete and not bypass: that refusal comes from the key', async () => {
  subject = await openPracticeSubject('b2');
  const { applicationKeyId: keyId, applicationKey: key } = await callB2(subject, 'b2_create_key', {
    capabilities: [...backupCapabilities, 'deleteFiles'],
    keyName: 'deletes',
  });
  const store = await connectStore(subject.settings, { keyId: String(keyId), key: String(key) }, realWorld);
  const proof = await prove(subject, store);
  expect(proof.verdict).toBe('ok');
  expect(proofLines(proof)).toContain(
    'delete the locked object with the bypass flag: refused by key, key-insufficient',
  );
  await store.close();
});

/** As the account's owner, on the one bucket. */
async function callB2(
  { vault }: PracticeSubject,
  operation: string,
  body: object,
): Promise<Record<string, unknown>> {
  const session = await B2Session.open(vault.b2, vault.keyId, vault.key);
  const { accountId } = session;
  const { buckets } = await session.call<{ buckets: { bucketId: string }[] }>('b2_list_buckets', {
    accountId,
  });
  return await session.call(operation, { accountId, bucketId: buckets[0]!.bucketId, ...body });
}

const found = await useCeph();
describe.skipIf(!found.ceph)(`Ceph RGW${found.ceph ? '' : ` (skipped: ${found.reason})`}`, () => {
  test('proves its locks within seconds of its own clock', async () => {
    const { endpoint, region, keyId, key } = found.ceph!;
    const settings = { kind: 's3', endpoint, region, bucket: `proof-${Date.now()}` } as const;
    await createProvisioner(settings, { keyId, key }).ensureLockedBucket();
    const store = await connectStore(settings, { keyId, key }, realWorld);
    const proof = await proveLock({ store, prefix: 'p/', world: realWorld, canaryMs: 8_000 });
    expect(proof.verdict).toBe('ok');
    // RGW has no request that only removes a lock, so that one is no test of it.
    const differs = 'remove the lock: refused by unknown, provider-refused';
    expect(proofLines(proof)).toEqual(proven.map((line) => (line.startsWith('remove') ? differs : line)));
    for (const { outcome, requestId } of proof.attempts)
      if (outcome === 'refused') expect(requestId).toMatch(/^tx/);
    await store.close();
  });
});
