import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { S3TestVault } from './testing/s3-test-vault.ts';
import { openS3TestVault } from './testing/s3-test-vault.ts';

let s3: S3TestVault;
let bucketId = '';
const Bucket = 'capability-bucket';
const at = { Bucket, Key: 'k' };

beforeAll(async () => {
  s3 = await openS3TestVault();
  ({ bucketId } = s3.vault.createBucket({ name: Bucket, type: 'allPrivate', lockEnabled: true }));
  s3.vault.createBucket({ name: 'other-bucket', type: 'allPrivate' });
});
afterAll(() => s3.close());

const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: new Date(Date.now() + 3e6) } as const;
const Retention = { Mode: 'COMPLIANCE', RetainUntilDate: new Date(Date.now() + 3e6) } as const;
const Rules = [{ Status: 'Enabled', Filter: { Prefix: 'x' }, Expiration: { Days: 1 } }] as const;
type Send = (client: S3Client) => Promise<unknown>;

/** Operation, the capabilities without which it is refused, one call of it. Section 2 of the B2 reference. */
const table: readonly (readonly [string, readonly string[], Send])[] = [
  ['ListBuckets', ['listBuckets'], (c) => c.send(new ListBucketsCommand())],
  ['HeadBucket', ['listBuckets'], (c) => c.send(new HeadBucketCommand({ Bucket }))],
  [
    'GetBucketLocation',
    ['readBuckets', 'listBuckets'],
    (c) => c.send(new GetBucketLocationCommand({ Bucket })),
  ],
  ['GetBucketVersioning', ['readBuckets'], (c) => c.send(new GetBucketVersioningCommand({ Bucket }))],
  ['GetBucketAcl', ['readBuckets'], (c) => c.send(new GetBucketAclCommand({ Bucket }))],
  ['PutBucketAcl', ['writeBuckets'], (c) => c.send(new PutBucketAclCommand({ Bucket, ACL: 'private' }))],
  [
    'PutBucketVersioning',
    ['writeBuckets'],
    (c) => c.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
  ],
  ['CreateBucket', ['writeBuckets'], (c) => c.send(new CreateBucketCommand({ Bucket: 'new-bucket' }))],
  [
    'CreateBucket with lock',
    ['writeBucketRetentions'],
    (c) => c.send(new CreateBucketCommand({ Bucket: 'new-bucket', ObjectLockEnabledForBucket: true })),
  ],
  ['DeleteBucket', ['deleteBuckets'], (c) => c.send(new DeleteBucketCommand({ Bucket }))],
  [
    'GetObjectLockConfiguration',
    ['readBucketRetentions'],
    (c) => c.send(new GetObjectLockConfigurationCommand({ Bucket })),
  ],
  [
    'PutObjectLockConfiguration',
    ['writeBucketRetentions'],
    (c) =>
      c.send(
        new PutObjectLockConfigurationCommand({
          Bucket,
          ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
        }),
      ),
  ],
  [
    'GetBucketLifecycle',
    ['readBuckets', 'readBucketLifecycleRules'],
    (c) => c.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
  ],
  [
    'PutBucketLifecycle',
    ['writeBuckets', 'writeBucketLifecycleRules'],
    (c) =>
      c.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [...Rules] } }),
      ),
  ],
  [
    'DeleteBucketLifecycle',
    ['writeBuckets', 'writeBucketLifecycleRules'],
    (c) => c.send(new DeleteBucketLifecycleCommand({ Bucket })),
  ],
  ['PutObject', ['writeFiles'], (c) => c.send(new PutObjectCommand({ ...at, Body: 'x' }))],
  [
    'PutObject with lock',
    ['writeFileRetentions'],
    (c) => c.send(new PutObjectCommand({ ...at, Body: 'x', ...lock })),
  ],
  [
    'PutObject with hold',
    ['writeFileLegalHolds'],
    (c) => c.send(new PutObjectCommand({ ...at, Body: 'x', ObjectLockLegalHoldStatus: 'ON' })),
  ],
  ['CopyObject', ['writeFiles'], (c) => c.send(new CopyObjectCommand({ ...at, CopySource: `${Bucket}/k` }))],
  [
    'CopyObject source',
    ['readFiles'],
    (c) => c.send(new CopyObjectCommand({ ...at, CopySource: `${Bucket}/k` })),
  ],
  ['CreateMultipartUpload', ['writeFiles'], (c) => c.send(new CreateMultipartUploadCommand(at))],
  [
    'CreateMultipartUpload with lock',
    ['writeFileRetentions'],
    (c) => c.send(new CreateMultipartUploadCommand({ ...at, ...lock })),
  ],
  [
    'UploadPart',
    ['writeFiles'],
    (c) => c.send(new UploadPartCommand({ ...at, UploadId: 'u', PartNumber: 1, Body: 'x' })),
  ],
  [
    'AbortMultipartUpload',
    ['writeFiles'],
    (c) => c.send(new AbortMultipartUploadCommand({ ...at, UploadId: 'u' })),
  ],
  ['ListParts', ['listFiles', 'writeFiles'], (c) => c.send(new ListPartsCommand({ ...at, UploadId: 'u' }))],
  ['ListObjects', ['listFiles'], (c) => c.send(new ListObjectsCommand({ Bucket }))],
  ['ListObjectsV2', ['listFiles'], (c) => c.send(new ListObjectsV2Command({ Bucket }))],
  ['ListObjectVersions', ['listFiles'], (c) => c.send(new ListObjectVersionsCommand({ Bucket }))],
  ['ListMultipartUploads', ['listFiles'], (c) => c.send(new ListMultipartUploadsCommand({ Bucket }))],
  ['GetObject', ['readFiles'], (c) => c.send(new GetObjectCommand(at))],
  ['GetObjectAcl', ['readFiles'], (c) => c.send(new GetObjectAclCommand(at))],
  ['DeleteObject', ['writeFiles'], (c) => c.send(new DeleteObjectCommand(at))],
  [
    'DeleteObject version',
    ['deleteFiles'],
    (c) => c.send(new DeleteObjectCommand({ ...at, VersionId: 'v' })),
  ],
  [
    'DeleteObject bypass',
    ['bypassGovernance'],
    (c) => c.send(new DeleteObjectCommand({ ...at, VersionId: 'v', BypassGovernanceRetention: true })),
  ],
  [
    'DeleteObjects',
    ['deleteFiles'],
    (c) => c.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'k' }] } })),
  ],
  ['GetObjectRetention', ['readFileRetentions'], (c) => c.send(new GetObjectRetentionCommand(at))],
  [
    'PutObjectRetention',
    ['writeFileRetentions'],
    (c) => c.send(new PutObjectRetentionCommand({ ...at, Retention })),
  ],
  [
    'PutObjectRetention bypass',
    ['bypassGovernance'],
    (c) => c.send(new PutObjectRetentionCommand({ ...at, Retention, BypassGovernanceRetention: true })),
  ],
  ['GetObjectLegalHold', ['readFileLegalHolds'], (c) => c.send(new GetObjectLegalHoldCommand(at))],
  [
    'PutObjectLegalHold',
    ['writeFileLegalHolds'],
    (c) => c.send(new PutObjectLegalHoldCommand({ ...at, LegalHold: { Status: 'ON' } })),
  ],
];

describe('without the capability, everything is refused', () => {
  for (const [operation, capabilities, send] of table) {
    test(`${operation} needs ${capabilities.join(' or ')}`, async () => {
      const refused = send(s3.client(s3.keyWithout(...capabilities)));
      await expect(refused).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
      // The control: with the capability it is not the key that is refused.
      if (operation === 'DeleteBucket') return;
      const status = await send(s3.client()).then(
        () => 200,
        (error: S3ServiceException) => error.$metadata.httpStatusCode,
      );
      expect(status).not.toBe(403);
      const made = s3.vault.bucketByName('new-bucket');
      if (made !== undefined) s3.vault.deleteBucket(made.bucketId);
    });
  }
});

const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };

test('writing suffices to add a marker and not to take it away', async () => {
  const writer = s3.client(s3.keyWith(['writeFiles']));
  await writer.send(new PutObjectCommand({ ...at, Key: 'hide', Body: 'x' }));
  const { VersionId } = await writer.send(new DeleteObjectCommand({ ...at, Key: 'hide' }));
  await expect(writer.send(new DeleteObjectCommand({ ...at, Key: 'hide', VersionId }))).rejects.toMatchObject(
    denied,
  );
});

test('lock dates are shown only to keys that may read them', async () => {
  await s3
    .client()
    .send(new PutObjectCommand({ ...at, Key: 'shy', Body: 'x', ...lock, ObjectLockLegalHoldStatus: 'ON' }));
  const head = await s3.client(s3.keyWith(['readFiles'])).send(new HeadObjectCommand({ ...at, Key: 'shy' }));
  expect([head.ObjectLockMode, head.ObjectLockLegalHoldStatus]).toEqual([undefined, undefined]);
});

test('who may not list buckets is not told what is missing', async () => {
  const reader = s3.client(s3.keyWith(['readFiles']));
  const hidden = { ...denied, message: 'Cannot access bucket' };
  await expect(reader.send(new GetObjectCommand({ Bucket, Key: 'missing' }))).rejects.toMatchObject(hidden);
  await expect(reader.send(new GetObjectCommand({ Bucket: 'no-bucket', Key: 'x' }))).rejects.toMatchObject(
    hidden,
  );
});

describe('a key of one bucket and prefix', () => {
  const open = () =>
    s3.client(s3.keyWith(s3.vault.firstKey().capabilities, { bucketIds: [bucketId], namePrefix: 'own/' }));

  test('reaches its own', async () => {
    const own = open();
    await own.send(new PutObjectCommand({ Bucket, Key: 'own/a', Body: 'x' }));
    await own.send(new GetObjectCommand({ Bucket, Key: 'own/a' }));
    expect((await own.send(new ListObjectsV2Command({ Bucket, Prefix: 'own/' }))).KeyCount).toBe(1);
    await own.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'own/a' }));
    await own.send(new HeadBucketCommand({ Bucket }));
  });

  test('reaches nothing else', async () => {
    const own = open();
    const calls: readonly (() => Promise<unknown>)[] = [
      () => own.send(new PutObjectCommand({ Bucket, Key: 'else', Body: 'x' })),
      () => own.send(new GetObjectCommand({ Bucket, Key: 'k' })),
      () => own.send(new DeleteObjectCommand({ Bucket, Key: 'own' })),
      () => own.send(new ListObjectsV2Command({ Bucket })),
      () => own.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'ow' })),
      () => own.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'other/' })),
      () => own.send(new CopyObjectCommand({ Bucket, Key: 'own/b', CopySource: `${Bucket}/k` })),
      () => own.send(new ListObjectsV2Command({ Bucket: 'other-bucket', Prefix: 'own/' })),
      () => own.send(new PutObjectCommand({ Bucket: 'other-bucket', Key: 'own/a', Body: 'x' })),
      () => own.send(new ListObjectsV2Command({ Bucket: 'missing-bucket', Prefix: 'own/' })),
      () => own.send(new CreateBucketCommand({ Bucket: 'fresh-bucket' })),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject(denied);
    const many = await own.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'own/a' }, { Key: 'k' }] } }),
    );
    expect(many.Errors).toMatchObject([{ Key: 'k', Code: 'AccessDenied' }]);
  });

  test('sees the names of buckets only with a capability of its own', async () => {
    const restriction = { bucketIds: [bucketId] };
    const blind = s3.client(s3.keyWith(['listBuckets'], restriction));
    await expect(blind.send(new ListBucketsCommand())).rejects.toMatchObject(denied);
    const seeing = s3.client(s3.keyWith(['listAllBucketNames'], restriction));
    expect((await seeing.send(new ListBucketsCommand())).Buckets?.length).toBeGreaterThan(1);
  });
});
