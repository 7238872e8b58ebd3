import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  type HeadBucketCommand,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  S3Client,
  UploadPartCommand,
  type ObjectLockRetention,
} from '@aws-sdk/client-s3';
import { Refused, type Attempt, type Target } from './attempt.ts';

export type S3Place = {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly keyId: string;
  readonly key: string;
};

export const s3Client = ({ endpoint, region, keyId, key }: Omit<S3Place, 'bucket' | 'prefix'>): S3Client =>
  new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: keyId, secretAccessKey: key },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
  });

const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

/** Every call of the S3 API that could delete, shorten or bypass, or change the rules. */
export function s3Attempts(place: S3Place): readonly Attempt[] {
  const client = s3Client(place);
  const { bucket: Bucket, prefix } = place;
  // Any command: their types have nothing in common.
  const send = (command: object): Promise<unknown> =>
    client.send(command as HeadBucketCommand).catch(refused);
  const at = ({ name, versionId }: Target) => ({ Bucket, Key: name, VersionId: versionId });
  const retain = (target: Target, Retention: ObjectLockRetention, bypass?: true): Promise<unknown> =>
    send(new PutObjectRetentionCommand({ ...at(target), Retention, BypassGovernanceRetention: bypass }));
  const deleteMany = async (target: Target, bypass?: true): Promise<void> => {
    const answer = (await send(
      new DeleteObjectsCommand({
        Bucket,
        BypassGovernanceRetention: bypass,
        Delete: { Objects: [{ Key: target.name, VersionId: target.versionId }] },
      }),
    )) as { Errors?: { Code?: string }[] };
    const [error] = answer.Errors ?? [];
    if (error) throw new Refused(200, error.Code ?? '');
  };
  const later = ({ until }: Target): Date => new Date(until + 1000);
  const put = (Key: string, more: object = {}): Promise<unknown> =>
    send(new PutObjectCommand({ Bucket, Key, Body: 'other bytes', ...more }));
  return [
    { call: 'DeleteObject, version', run: (target) => send(new DeleteObjectCommand(at(target))) },
    {
      call: 'DeleteObject, version, bypass',
      run: (target) => send(new DeleteObjectCommand({ ...at(target), BypassGovernanceRetention: true })),
    },
    { call: 'DeleteObjects, version', run: (target) => deleteMany(target) },
    { call: 'DeleteObjects, version, bypass', run: (target) => deleteMany(target, true) },
    {
      call: 'PutObjectRetention, earlier',
      run: (target) => retain(target, { Mode: 'COMPLIANCE', RetainUntilDate: inAnHour() }),
    },
    {
      call: 'PutObjectRetention, earlier, bypass',
      run: (target) => retain(target, { Mode: 'COMPLIANCE', RetainUntilDate: inAnHour() }, true),
    },
    {
      call: 'PutObjectRetention, governance',
      run: (target) => retain(target, { Mode: 'GOVERNANCE', RetainUntilDate: later(target) }),
    },
    {
      call: 'PutObjectRetention, governance, bypass',
      run: (target) => retain(target, { Mode: 'GOVERNANCE', RetainUntilDate: later(target) }, true),
    },
    { call: 'PutObjectRetention, none, bypass', run: (target) => retain(target, {}, true) },
    {
      call: 'PutObjectLegalHold, on',
      run: (target) => send(new PutObjectLegalHoldCommand({ ...at(target), LegalHold: { Status: 'ON' } })),
    },
    {
      call: 'PutObjectLegalHold, off',
      run: (target) => send(new PutObjectLegalHoldCommand({ ...at(target), LegalHold: { Status: 'OFF' } })),
    },
    {
      call: 'PutBucketLifecycleConfiguration',
      run: () =>
        send(
          new PutBucketLifecycleConfigurationCommand({
            Bucket,
            LifecycleConfiguration: {
              Rules: [
                {
                  ID: 'thief',
                  Status: 'Enabled',
                  Filter: { Prefix: prefix },
                  Expiration: { Days: 1 },
                  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
                },
              ],
            },
          }),
        ),
    },
    { call: 'DeleteBucketLifecycle', run: () => send(new DeleteBucketLifecycleCommand({ Bucket })) },
    {
      call: 'PutObjectLockConfiguration, governance for a day',
      run: () =>
        send(
          new PutObjectLockConfigurationCommand({
            Bucket,
            ObjectLockConfiguration: {
              ObjectLockEnabled: 'Enabled',
              Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
            },
          }),
        ),
    },
    {
      call: 'PutObjectLockConfiguration, no rule',
      run: () =>
        send(
          new PutObjectLockConfigurationCommand({
            Bucket,
            ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
          }),
        ),
    },
    {
      call: 'PutBucketVersioning, suspended',
      run: () =>
        send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })),
    },
    {
      call: 'PutBucketAcl, public',
      run: () => send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' })),
    },
    {
      call: 'PutObjectAcl, public',
      run: (target) => send(new PutObjectAclCommand({ ...at(target), ACL: 'public-read' })),
    },
    {
      call: 'PutBucketPolicy',
      run: () => send(new PutBucketPolicyCommand({ Bucket, Policy: allowAll(Bucket) })),
    },
    { call: 'DeleteBucketPolicy', run: () => send(new DeleteBucketPolicyCommand({ Bucket })) },
    { call: 'DeleteBucket', run: () => send(new DeleteBucketCommand({ Bucket })) },
    { call: 'CreateBucket', run: () => send(new CreateBucketCommand({ Bucket: 'made-by-an-s3-thief' })) },
    {
      call: 'DeleteObject, adds a marker',
      run: ({ name }) => send(new DeleteObjectCommand({ Bucket, Key: name })),
    },
    {
      call: 'DeleteObject outside its prefix',
      run: () => send(new DeleteObjectCommand({ Bucket, Key: 'theirs' })),
    },
    { call: 'PutObject over the name', run: ({ name }) => put(name) },
    { call: 'PutObject outside its prefix', run: () => put('theirs') },
    {
      call: 'PutObject with a legal hold',
      run: ({ name }) => put(name, { ObjectLockLegalHoldStatus: 'ON' }),
    },
    {
      call: 'CopyObject over the name',
      run: ({ name, versionId }) =>
        send(
          new CopyObjectCommand({
            Bucket,
            Key: name,
            CopySource: `${Bucket}/${encodeURI(name)}?versionId=${versionId}`,
            MetadataDirective: 'REPLACE',
          }),
        ),
    },
    {
      call: 'CompleteMultipartUpload over the name',
      run: async ({ name: Key }) => {
        const { UploadId } = (await send(new CreateMultipartUploadCommand({ Bucket, Key }))) as {
          UploadId: string;
        };
        const part = (await send(
          new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'other bytes' }),
        )) as { ETag: string };
        await send(
          new CompleteMultipartUploadCommand({
            Bucket,
            Key,
            UploadId,
            MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] },
          }),
        );
      },
    },
  ];
}

function refused(error: unknown): never {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  if ($metadata?.httpStatusCode === undefined) throw error;
  throw new Refused($metadata.httpStatusCode, name ?? '');
}

const allowAll = (bucket: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      },
    ],
  });
