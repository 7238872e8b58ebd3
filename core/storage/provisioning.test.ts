import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useCeph } from '../../test/ceph/start-ceph.ts';
import { administer } from '../../test/storage/open-practice-subject.ts';
import { startPracticeVault, type PracticeVault } from '../../practice/server/start-practice-vault.ts';
import { realWorld } from '../system/world.ts';
import { listAll, putBytes, textBytes } from './conformance/check-tools.ts';
import { connectStore, type StoreCredentials, type StoreSettings } from './connect-store.ts';
import { createProvisioner, isKeyDead, tryKey } from './provisioning.ts';
import type { Finding } from './provisioning/finding.ts';

const day = 86_400_000;

let vault: PracticeVault;
let dir: string;
let full: StoreCredentials;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'holdfast-provision-'));
  vault = await startPracticeVault({ dir });
  full = { keyId: vault.keyId, key: vault.key };
});
afterAll(async () => {
  await vault.close();
  await rm(dir, { recursive: true, force: true });
});

const b2 = (bucket: string): StoreSettings => ({ kind: 'b2', endpoint: vault.b2, bucket });
const s3 = (bucket: string): StoreSettings => ({
  kind: 's3',
  endpoint: vault.s3,
  region: vault.region,
  bucket,
});
const short = (findings: readonly Finding[]): string[] =>
  findings.map((finding) => `${finding.severity} ${finding.what}`);

/** With the native API, as another program would. */
async function callB2(name: string, body: object): Promise<{ bucketId: string }> {
  const basic = `Basic ${Buffer.from(`${full.keyId}:${full.key}`).toString('base64')}`;
  const session = (await (
    await fetch(`${vault.b2}/b2api/v2/b2_authorize_account`, { headers: { authorization: basic } })
  ).json()) as { accountId: string; authorizationToken: string };
  const answer = await fetch(`${vault.b2}/b2api/v2/${name}`, {
    method: 'POST',
    headers: { authorization: session.authorizationToken },
    // B2 refuses fields that a call does not have.
    body: JSON.stringify(name === 'b2_delete_key' ? body : { accountId: session.accountId, ...body }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { bucketId: string };
}

describe.each([
  ['b2', b2],
  ['s3', s3],
] as const)('a place on %s', (kind, place) => {
  test('is made once, locked, and taken as it is from then on', async () => {
    const provisioner = createProvisioner(place(`made-by-${kind}`), full);
    expect(short(await provisioner.examineBucket('p/'))).toEqual(['missing bucket']);
    expect(await provisioner.ensureLockedBucket()).toEqual({ created: true });
    expect(await provisioner.ensureLockedBucket()).toEqual({ created: false });
    expect(short(await provisioner.examineBucket('p/'))).toEqual(['note space-rules']);
    await provisioner.close();
  });

  test('locks by itself, in compliance mode, as long as was asked for at least; what is longer stays', async () => {
    const bucket = `dated-by-${kind}`;
    const provisioner = createProvisioner(place(bucket), full);
    await provisioner.ensureLockedBucket();
    const store = await connectStore(place(bucket), full, realWorld);
    const lockDays = async (name: string): Promise<readonly unknown[]> => {
      const version = await putBytes(store, name, textBytes(name), undefined);
      const { lock, uploadedAt } = await store.head(version);
      return [lock?.mode, Math.round(((lock?.until ?? 0) - uploadedAt) / day)];
    };
    await provisioner.raiseDefaultRetention(37);
    expect(await lockDays('a')).toEqual(['compliance', 37]);
    await provisioner.raiseDefaultRetention(14);
    expect(await lockDays('b')).toEqual(['compliance', 37]);
    await provisioner.raiseDefaultRetention(67);
    expect(await lockDays('c')).toEqual(['compliance', 67]);
    await store.close();
    await provisioner.close();
  });

  test('without Object Lock is refused in clear words', async () => {
    await callB2('b2_create_bucket', { bucketName: `unlocked-${kind}`, bucketType: 'allPrivate' });
    const provisioner = createProvisioner(place(`unlocked-${kind}`), full);
    await expect(provisioner.ensureLockedBucket()).rejects.toMatchObject({
      code: 'bucket-not-locked',
      details: { canEnable: kind === 'b2' },
    });
    expect(short(await provisioner.examineBucket('p/'))).toContain('missing object-lock');
  });

  test('gets the space rules, once, beside those of others', async () => {
    const bucket = `ruled-by-${kind}`;
    const { bucketId } = await callB2('b2_create_bucket', {
      bucketName: bucket,
      bucketType: 'allPrivate',
      fileLockEnabled: true,
      lifecycleRules: [{ fileNamePrefix: 'other/', daysFromHidingToDeleting: 3 }],
    });
    const provisioner = createProvisioner(place(bucket), full);
    await provisioner.setSpaceRules('p/', 'automatic');
    await provisioner.setSpaceRules('p/', 'automatic');
    expect(short(await provisioner.examineBucket('p/'))).toEqual([]);
    expect(await rulesOf(bucketId)).toEqual([
      'other/ 3',
      'p/index/ 7',
      'p/lists/ 7',
      'p/packs/ 7',
      'p/proof/ 7',
    ]);
    await provisioner.setSpaceRules('p/', 'by-hand');
    expect(await rulesOf(bucketId)).toEqual(['other/ 3']);
    await callB2('b2_update_bucket', {
      bucketId,
      lifecycleRules: [{ fileNamePrefix: '', daysFromHidingToDeleting: 1 }],
    });
    expect(short(await provisioner.examineBucket('p/'))).toContain('too-much lifecycle');
  });

  test('whose rules are automatic loses what was hidden, and never what is locked', async () => {
    const bucket = `emptied-by-${kind}`;
    const provisioner = createProvisioner(place(bucket), full);
    await provisioner.ensureLockedBucket();
    await provisioner.setSpaceRules('p/', 'automatic');
    const store = await connectStore(place(bucket), full, realWorld);
    const { now } = await store.providerClock();
    const until = Math.ceil(now / 1000) * 1000 + 30 * day;
    const [free, locked, snapshot] = [
      await putBytes(store, 'p/packs/free', textBytes('free')),
      await putBytes(store, 'p/packs/locked', textBytes('locked'), until),
      await putBytes(store, 'p/snapshots/free', textBytes('free')),
    ];
    for (const { name } of [free, locked, snapshot]) await store.hide(name);
    await administer(vault, 'clock', { advanceMs: 10 * day });
    const left = (await listAll(store, 'p/')).filter((row) => row.kind === 'object').map((row) => row.name);
    expect(left).toEqual([locked.name, snapshot.name]);
    await store.close();
  });
});

async function rulesOf(bucketId: string): Promise<string[]> {
  const { buckets } = (await callB2('b2_list_buckets', { bucketId })) as unknown as {
    buckets: { lifecycleRules: { fileNamePrefix: string; daysFromHidingToDeleting: number | null }[] }[];
  };
  return (buckets[0]?.lifecycleRules ?? [])
    .map((rule) => `${rule.fileNamePrefix} ${rule.daysFromHidingToDeleting}`)
    .toSorted();
}

describe('on B2', () => {
  test('Object Lock is turned on for an existing bucket where that is wanted', async () => {
    await callB2('b2_create_bucket', { bucketName: 'to-be-locked', bucketType: 'allPrivate' });
    const provisioner = createProvisioner(b2('to-be-locked'), full);
    await provisioner.ensureLockedBucket({ enableLock: true });
    expect(short(await provisioner.examineBucket(''))).toEqual(['note space-rules']);
  });

  test('a key is made for one role, bucket and prefix, and dies when it is deleted', async () => {
    const provisioner = createProvisioner(b2('keys-bucket'), full);
    await provisioner.ensureLockedBucket();
    const made = await provisioner.createKey('backup', 'laptop/', 'holdfast-laptop');
    const store = await connectStore(b2('keys-bucket'), made, realWorld);
    expect(await tryKey(store, 'backup', 'laptop/', realWorld)).toEqual([]);
    expect(short(await tryKey(store, 'backup', 'desktop/', realWorld))).toEqual(['missing key-scope']);
    expect(await isKeyDead(b2('keys-bucket'), made, realWorld)).toBe(false);
    await callB2('b2_delete_key', { applicationKeyId: made.keyId });
    expect(await isKeyDead(b2('keys-bucket'), made, realWorld)).toBe(true);
  });

  test('a key that may make no keys says so', async () => {
    const powerful = createProvisioner(b2('keys-bucket'), full);
    const weak = await powerful.createKey('backup', 'laptop/', 'weak');
    const provisioner = createProvisioner(b2('keys-bucket'), weak);
    await expect(provisioner.createKey('backup', 'laptop/', 'another')).rejects.toMatchObject({
      code: 'key-insufficient',
      details: { capability: 'writeKeys' },
    });
    const makesBuckets = createProvisioner(b2('another-bucket'), weak);
    await expect(makesBuckets.ensureLockedBucket()).rejects.toMatchObject({ code: 'key-insufficient' });
  });

  test('the set-up key itself would be too powerful to store', async () => {
    const store = await connectStore(b2('keys-bucket'), full, realWorld);
    const findings = await tryKey(store, 'backup', '', realWorld);
    const words = findings
      .filter((finding) => finding.severity === 'too-much')
      .map((finding) => finding.words);
    expect(words.join(' ')).toMatch(/deleteFiles.*bypassGovernance|bypassGovernance.*deleteFiles/s);
  });
});

describe('on a store that does not tell, a key is tried', () => {
  test('and one that may delete is said to', async () => {
    await createProvisioner(s3('tried-bucket'), full).ensureLockedBucket();
    const store = await connectStore(s3('tried-bucket'), full, realWorld);
    expect(short(await tryKey(store, 'backup', 'p/', realWorld))).toEqual(['too-much delete']);
  });

  test('and shows a store that takes locks and does not keep them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-liar-'));
    const liar = await startPracticeVault({ dir: folder, liar: true });
    const settings: StoreSettings = {
      kind: 's3',
      endpoint: liar.s3,
      region: liar.region,
      bucket: 'lying-bucket',
    };
    await createProvisioner(settings, liar).ensureLockedBucket();
    const store = await connectStore(settings, liar, realWorld);
    expect(short(await tryKey(store, 'backup', 'p/', realWorld))).toEqual([
      'missing lock-not-kept',
      'too-much delete',
    ]);
    await store.close();
    await liar.close();
    await rm(folder, { recursive: true });
  });

  test('and one made for backups is right', async () => {
    const made = await createProvisioner(b2('tried-bucket'), full).createKey('backup', 'p/', 'tried');
    const store = await connectStore(s3('tried-bucket'), made, realWorld);
    expect(await tryKey(store, 'backup', 'p/', realWorld)).toEqual([]);
  });

  test('in strict mode it must not lengthen, and the bucket must lock', async () => {
    const provisioner = createProvisioner(b2('strictly-tried'), full);
    await provisioner.ensureLockedBucket();
    const tried = async (role: 'backup' | 'strict-backup'): Promise<string[]> => {
      const key = await provisioner.createKey(role, 'p/', role);
      const store = await connectStore(s3('strictly-tried'), key, realWorld);
      const findings = short(await tryKey(store, 'strict-backup', 'p/', realWorld));
      await store.close();
      return findings;
    };
    expect(await tried('strict-backup')).toEqual(['missing read-lock']);
    await provisioner.raiseDefaultRetention(37);
    expect(await tried('strict-backup')).toEqual([]);
    expect(await tried('backup')).toEqual(['too-much lengthen']);
  });

  test('and one that may only read lacks the rest', async () => {
    const made = await createProvisioner(b2('tried-bucket'), full).createKey('read', 'p/', 'reader');
    const store = await connectStore(s3('tried-bucket'), made, realWorld);
    expect(short(await tryKey(store, 'backup', 'p/', realWorld))).toEqual([
      'missing upload',
      'missing upload',
    ]);
  });
});

const found = await useCeph();
describe.skipIf(found.ceph === undefined)(
  `Ceph RGW${found.ceph === undefined ? ` (skipped: ${found.reason})` : ''}`,
  () => {
    test('gets bucket and rules; its key is seen to delete', async () => {
      const { endpoint, region, keyId, key } = found.ceph as NonNullable<typeof found.ceph>;
      const settings = { kind: 's3', endpoint, region, bucket: `provisioned-${Date.now()}` } as const;
      const provisioner = createProvisioner(settings, { keyId, key });
      expect(await provisioner.ensureLockedBucket()).toEqual({ created: true });
      expect(await provisioner.ensureLockedBucket()).toEqual({ created: false });
      await provisioner.setSpaceRules('p/', 'automatic');
      expect(short(await provisioner.examineBucket('p/'))).toEqual([]);
      await provisioner.setSpaceRules('p/', 'by-hand');
      expect(short(await provisioner.examineBucket('p/'))).toEqual(['note space-rules']);
      const given = await provisioner.createKey('backup', 'p/', 'any');
      const store = await connectStore(settings, given, realWorld);
      expect(short(await tryKey(store, 'backup', 'p/', realWorld))).toEqual(['too-much delete']);
      expect(await isKeyDead(settings, given, realWorld)).toBe(false);
      expect(await isKeyDead(settings, { keyId, key: 'wrong' }, realWorld)).toBe(true);
      await store.close();
    });
  },
);
