import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Holdfast } from '../acceptance/holdfast.ts';
import { storedKey } from '../acceptance/places/stored-key.ts';
import { startPracticeProcess, type PracticeProcess } from '../acceptance/practice-process.ts';
import { workFolder } from '../acceptance/work-folder.ts';
import { useCeph } from '../ceph/start-ceph.ts';
import { outcomesOf, type Target } from './attempt.ts';
import { b2Attempts, b2Caller, type B2Key } from './b2-attempts.ts';
import { lockedVersions, type LockedVersion } from './locked-versions.ts';
import { outcomeTable } from './outcome-table.ts';
import { s3Attempts, s3Client } from './s3-attempts.ts';

const page = new URL('../../docs/stolen-keys.md', import.meta.url);
const prefix = 'laptop/';
const roles = ['backup', 'strict-backup', 'space', 'renewal', 'read'] as const;
const writers: readonly string[] = ['backup', 'strict-backup', 'space'];
/** What a key that may store can do to a name: all of it is put over the locked versions, which are read by version. */
const harmless = [
  'b2_hide_file',
  'b2_upload_file over the name',
  'b2_copy_file over the name',
  'b2_start_large_file of the name',
  'DeleteObject, adds a marker',
  'PutObject over the name',
  'CopyObject over the name',
  'CompleteMultipartUpload over the name',
];

type Outcomes = Map<string, ReadonlyMap<string, string>>;

/** The bucket of a set-up with one backup in it, and its owner's view of what is locked. */
type Scene = {
  readonly owner: S3Client;
  readonly bucket: string;
  readonly locked: ReadonlyMap<string, LockedVersion>;
};

const packOf = ({ locked }: Scene): Target =>
  [...locked.values()].find(({ name }) => name.includes('/packs/'))!;

/** Every version that was locked at first is there, as long, with the same bytes, and without a hold. */
async function expectUntouched({ owner, bucket, locked }: Scene): Promise<void> {
  const now = await lockedVersions(owner, bucket);
  for (const [version, was] of locked) expect(now.get(version)).toEqual(was);
}

async function setUp(holdfast: Holdfast, place: readonly string[], tree: string): Promise<void> {
  mkdirSync(tree, { recursive: true });
  writeFileSync(join(tree, 'file'), 'contents');
  await holdfast.succeed(['setup', ...place, '--prefix', prefix, '--protect', '30d', '--kit', `${tree}.kit`]);
  await new Holdfast(holdfast.home).succeed(['backup', tree]);
}

async function sceneOf(owner: S3Client, bucket: string): Promise<Scene> {
  const locked = await lockedVersions(owner, bucket);
  // Repository, key slot, packs, index, list and snapshot.
  expect(locked.size).toBeGreaterThan(5);
  return { owner, bucket, locked };
}

describe('a thief of a stored key', () => {
  const folder = workFolder();
  const bucket = 'stolen-keys';
  let vault: PracticeProcess;
  let scene: Scene;
  const keys = new Map<string, B2Key>();
  const native: Outcomes = new Map();
  const overS3: Outcomes = new Map();

  beforeAll(async () => {
    folder.make();
    vault = await startPracticeProcess(join(folder.path, 'practice'));
    const setUpKey = { HOLDFAST_SETUP_KEY_ID: vault.keyId, HOLDFAST_SETUP_KEY: vault.key };
    const holdfast = new Holdfast(join(folder.path, 'home'), setUpKey);
    await setUp(holdfast, ['--b2', vault.b2, '--bucket', bucket], join(folder.path, 'tree'));
    keys.set('backup', await storedKey(holdfast.home));
    for (const role of roles.slice(1))
      keys.set(role, (await holdfast.succeed(['keys', 'create', '--role', role])) as B2Key);
    scene = await sceneOf(s3Client({ ...vault, endpoint: vault.s3 }), bucket);
  });
  afterAll(async () => {
    await vault?.close();
    folder.remove();
  });

  test.each(roles)(
    '%s: no call of either API deletes, shortens, bypasses or changes a rule',
    async (role) => {
      const key = keys.get(role)!;
      const all = await b2Caller(vault.b2, vault);
      const { accountId } = all;
      const bucketId = await idOf(all, bucket);
      const otherBucketId = await idOf(all, `other-${role}`);
      const at = { bucketId, otherBucketId, prefix, otherKeyId: vault.keyId };
      const attempts = b2Attempts(await b2Caller(vault.b2, key), at);
      native.set(role, await outcomesOf(attempts, packOf(scene)));
      await expectUntouched(scene);
      overS3.set(
        role,
        await outcomesOf(s3Attempts({ ...vault, ...key, endpoint: vault.s3, bucket, prefix }), packOf(scene)),
      );
      await expectUntouched(scene);
      const done = [...native.get(role)!, ...overS3.get(role)!].filter(([, outcome]) => outcome === 'done');
      expect(done.map(([call]) => call)).toEqual(writers.includes(role) ? harmless : []);
      // Nothing about the bucket, nor a key, was changed on the way.
      const { buckets } = await all.call<{ buckets: Record<string, unknown>[] }>('b2_list_buckets', {
        accountId,
        bucketId,
      });
      expect(buckets).toMatchObject([
        { bucketType: 'allPrivate', lifecycleRules: [], revision: first(buckets) },
      ]);
    },
  );

  test('the page shows each of these refusals', () => {
    const text = readFileSync(page, 'utf8');
    for (const table of [native, overS3].map(outcomeTable)) expect(text).toContain(table);
  });

  test('and of a key that may do everything, over both APIs: what is locked stays', async () => {
    const all = await b2Caller(vault.b2, vault);
    const at = {
      bucketId: await idOf(all, bucket),
      otherBucketId: await idOf(all, 'other-full'),
      prefix,
      otherKeyId: keys.get('read')!.keyId,
    };
    const done = [
      ...(await outcomesOf(b2Attempts(all, at), packOf(scene))),
      ...(await outcomesOf(s3Attempts({ ...vault, endpoint: vault.s3, bucket, prefix }), packOf(scene))),
    ].filter(([, outcome]) => outcome === 'done');
    await expectUntouched(scene);
    // Beside these, the refusals of the other keys show something.
    for (const control of [
      'b2_update_bucket, lifecycle rule',
      'b2_create_key',
      'PutBucketLifecycleConfiguration',
    ])
      expect(done.map(([call]) => call)).toContain(control);
  });

  let revision: unknown;
  const first = ([one]: readonly Record<string, unknown>[]): unknown => (revision ??= one?.['revision']);
});

async function idOf(
  { accountId, call }: Awaited<ReturnType<typeof b2Caller>>,
  bucketName: string,
): Promise<string> {
  const { buckets } = await call<{ buckets: { bucketId: string }[] }>('b2_list_buckets', {
    accountId,
    bucketName,
  });
  if (buckets[0]) return buckets[0].bucketId;
  const made = await call<{ bucketId: string }>('b2_create_bucket', {
    accountId,
    bucketName,
    bucketType: 'allPrivate',
  });
  return made.bucketId;
}

const found = await useCeph();
describe.skipIf(!found.ceph)(`Ceph RGW${found.ceph ? '' : ` (skipped: ${found.reason})`}`, () => {
  const folder = workFolder();
  beforeAll(() => folder.make());
  afterAll(() => folder.remove());

  test('its ordinary key may do everything, and what is locked stays', async () => {
    const { endpoint, region, keyId, key } = found.ceph!;
    const bucket = `stolen-${Date.now()}`;
    const holdfast = new Holdfast(join(folder.path, 'home'), { HOLDFAST_KEY_ID: keyId, HOLDFAST_KEY: key });
    await setUp(
      holdfast,
      ['--s3', endpoint, '--region', region, '--bucket', bucket],
      join(folder.path, 'tree'),
    );
    const place = { endpoint, region, keyId, key, bucket, prefix };
    const scene = await sceneOf(s3Client(place), bucket);
    const outcomes = await outcomesOf(s3Attempts(place), packOf(scene));
    await expectUntouched(scene);
    expect(readFileSync(page, 'utf8')).toContain(outcomeTable(new Map([['ordinary key', outcomes]])));
  });
});
