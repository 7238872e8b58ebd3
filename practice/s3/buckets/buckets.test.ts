import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { LifecycleRule, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-request.ts';
import type { S3TestVault } from '../testing/s3-test-vault.ts';
import { openS3TestVault } from '../testing/s3-test-vault.ts';

let s3: S3TestVault;
let client: S3Client;

beforeAll(async () => {
  s3 = await openS3TestVault();
  client = s3.client();
});
afterAll(() => s3.close());

const refusal = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });

test('buckets are made, seen and removed', async () => {
  const Bucket = 'made-bucket';
  expect((await client.send(new CreateBucketCommand({ Bucket }))).Location).toBe(`/${Bucket}`);
  await client.send(new HeadBucketCommand({ Bucket }));
  const { Buckets } = await client.send(new ListBucketsCommand());
  expect(Buckets).toMatchObject([{ Name: Bucket, CreationDate: expect.any(Date) as Date }]);
  expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('practice');
  expect((await client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  await client.send(new DeleteBucketCommand({ Bucket }));
  await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
});

test('a bucket with lock says so', async () => {
  const Bucket = 'lock-bucket';
  await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  const { ObjectLockConfiguration } = await client.send(new GetObjectLockConfigurationCommand({ Bucket }));
  expect(ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled' });
});

test('refuses names that are taken or impossible, and buckets that are not empty or not there', async () => {
  const Bucket = 'taken-bucket';
  await client.send(new CreateBucketCommand({ Bucket }));
  await expect(client.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject(
    refusal('BucketAlreadyOwnedByYou', 409),
  );
  await expect(client.send(new CreateBucketCommand({ Bucket: 'a_b_c_d_e' }))).rejects.toMatchObject(
    refusal('InvalidBucketName', 400),
  );
  const removal = new DeleteBucketCommand({ Bucket });
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'u' }));
  await expect(client.send(removal)).rejects.toMatchObject(refusal('BucketNotEmpty', 409));
  await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'u', UploadId }));
  const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'marker' }));
  await expect(client.send(removal)).rejects.toMatchObject(refusal('BucketNotEmpty', 409));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'marker', VersionId }));
  await client.send(removal);
  await expect(client.send(removal)).rejects.toMatchObject(refusal('NoSuchBucket', 404));
});

test('versioning cannot be suspended', async () => {
  const Bucket = 'versioned-bucket';
  await client.send(new CreateBucketCommand({ Bucket }));
  const set = (Status: 'Enabled' | 'Suspended') =>
    client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  await set('Enabled');
  await expect(set('Suspended')).rejects.toMatchObject(refusal('InvalidRequest', 400));
  await expect(
    client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} })),
  ).rejects.toMatchObject(refusal('MalformedXML', 400));
});

test('the canned access lists are the type of the bucket', async () => {
  const Bucket = 'public-bucket';
  await client.send(new CreateBucketCommand({ Bucket, ACL: 'public-read' }));
  expect((await client.send(new GetBucketAclCommand({ Bucket }))).Grants).toMatchObject([
    { Permission: 'FULL_CONTROL', Grantee: { Type: 'CanonicalUser' } },
    { Permission: 'READ', Grantee: { Type: 'Group' } },
  ]);
  await client.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }));
  expect((await client.send(new GetBucketAclCommand({ Bucket }))).Grants).toHaveLength(1);
  expect(s3.vault.bucketByName(Bucket)?.type).toBe('allPrivate');
  await expect(
    client.send(new PutBucketAclCommand({ Bucket, ACL: 'authenticated-read' })),
  ).rejects.toMatchObject(refusal('InvalidArgument', 400));
  await expect(
    client.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy: {} })),
  ).rejects.toMatchObject(refusal('NotImplemented', 501));
});

describe('lifecycle', () => {
  const Bucket = 'lifecycle-bucket';
  beforeAll(() => client.send(new CreateBucketCommand({ Bucket })));

  const put = (Rules: LifecycleRule[]) =>
    client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  const get = async () => (await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules;

  test('rules become B2 rules and read back', async () => {
    await expect(get()).rejects.toMatchObject(refusal('NoSuchLifecycleConfiguration', 404));
    await put([
      {
        Status: 'Enabled',
        Filter: { Prefix: 'packs/' },
        NoncurrentVersionExpiration: { NoncurrentDays: 7 },
      },
      {
        Status: 'Enabled',
        Filter: { Prefix: 'packs/' },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      },
      { Status: 'Enabled', Prefix: 'logs/', Expiration: { Days: 30 } },
    ]);
    expect(s3.vault.bucketByName(Bucket)?.lifecycleRules).toEqual([
      {
        fileNamePrefix: 'packs/',
        daysFromUploadingToHiding: null,
        daysFromHidingToDeleting: 7,
        daysFromStartingToCancelingUnfinishedLargeFiles: 3,
      },
      {
        fileNamePrefix: 'logs/',
        daysFromUploadingToHiding: 30,
        daysFromHidingToDeleting: null,
        daysFromStartingToCancelingUnfinishedLargeFiles: null,
      },
    ]);
    const rules = await get();
    expect(rules).toHaveLength(3);
    expect(rules?.[2]).toMatchObject({ Expiration: { ExpiredObjectDeleteMarker: true } });
    await put(rules ?? []);
    expect(await get()).toEqual(rules);
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await expect(get()).rejects.toMatchObject(refusal('NoSuchLifecycleConfiguration', 404));
  });

  test('hide, then delete: the rule gives space back when the clock moves', async () => {
    await put([
      {
        Status: 'Enabled',
        Filter: { Prefix: 'tmp/' },
        NoncurrentVersionExpiration: { NoncurrentDays: 1 },
      },
    ]);
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: 'tmp/a', Body: 'x' }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'tmp/a' }));
    s3.vault.advance(3 * 86_400_000);
    expect(s3.vault.version(VersionId ?? '')).toBeUndefined();
  });

  test('refuses what B2 cannot do, and nonsense', async () => {
    const base = { Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } } as const;
    const notImplemented = refusal('NotImplemented', 501);
    await expect(put([{ ...base, Status: 'Disabled' }])).rejects.toMatchObject(notImplemented);
    await expect(put([{ ...base, Filter: { Tag: { Key: 'a', Value: 'b' } } }])).rejects.toMatchObject(
      notImplemented,
    );
    await expect(put([{ ...base, Expiration: { Date: new Date(0) } }])).rejects.toMatchObject(notImplemented);
    await expect(
      put([{ ...base, Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] }]),
    ).rejects.toMatchObject(notImplemented);
    await expect(
      put([{ ...base, NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 2 } }]),
    ).rejects.toMatchObject(notImplemented);
    await expect(put([{ ...base, Expiration: { Days: 0 } }])).rejects.toMatchObject(
      refusal('InvalidArgument', 400),
    );
    await expect(put([{ Status: 'Enabled', Filter: { Prefix: '' } }])).rejects.toMatchObject(
      refusal('MalformedXML', 400),
    );
    await expect(put([])).rejects.toMatchObject(refusal('MalformedXML', 400));
  });
});

test('says what it does not serve', async () => {
  const Bucket = 'served-bucket';
  await client.send(new CreateBucketCommand({ Bucket }));
  await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject(
    refusal('NotImplemented', 501),
  );
  const key = s3.vault.firstKey();
  const methods = [
    ['POST', `/${Bucket}/key`],
    ['PATCH', `/${Bucket}/key`],
    ['POST', '/'],
  ] as const;
  for (const [method, path] of methods) {
    const answer = await rawRequest({ url: s3.url, keyId: key.keyId, secret: key.secret, method, path });
    expect([answer.status, answer.code]).toEqual([405, 'MethodNotAllowed']);
  }
});
