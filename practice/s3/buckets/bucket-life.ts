import { mayUse } from '../../vault/access.ts';
import { enterBucket, requireCapability } from '../enter-bucket.ts';
import { readXmlBody } from '../read-xml-body.ts';
import type { S3Answer, S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';
import { headerText } from '../signature/signed-request.ts';
import { xmlDocument } from '../xml/xml-writer.ts';
import { bucketTypeOf } from './bucket-acl.ts';
import { region } from '../region.ts';

export function listBuckets(call: S3Call): S3Answer {
  const { vault, key } = call;
  // A key of one bucket sees the names of all, or none: B2 asks for a capability of its own.
  requireCapability(key, [key.bucketIds === null ? 'listBuckets' : 'listAllBucketNames']);
  const buckets = vault.buckets().map(
    ({ name, createdAt }) =>
      [
        'Bucket',
        [
          ['Name', name],
          ['CreationDate', new Date(createdAt).toISOString()],
        ],
      ] as const,
  );
  return {
    status: 200,
    body: xmlDocument('ListAllMyBucketsResult', [
      [
        'Owner',
        [
          ['ID', vault.accountId],
          ['DisplayName', vault.accountId],
        ],
      ],
      ['Buckets', buckets],
    ]),
  };
}

export async function createBucket(call: S3Call): Promise<S3Answer> {
  const { vault, key, bucketName, headers } = call;
  requireCapability(key, ['writeBuckets']);
  if (key.bucketIds !== null)
    throw new S3Refusal('AccessDenied', 'not entitled: the key is restricted to a bucket');
  const lockEnabled = headerText(headers, 'x-amz-bucket-object-lock-enabled').toLowerCase() === 'true';
  if (lockEnabled) requireCapability(key, ['writeBucketRetentions']);
  const type = bucketTypeOf(headerText(headers, 'x-amz-acl'));
  await readXmlBody(call, 'CreateBucketConfiguration');
  vault.createBucket({ name: bucketName, type, lockEnabled });
  return { status: 200, headers: { location: `/${bucketName}` } };
}

export function headBucket(call: S3Call): S3Answer {
  enterBucket(call, ['listBuckets']);
  return { status: 200, headers: { 'x-amz-bucket-region': region } };
}

export function deleteBucket(call: S3Call): S3Answer {
  const bucket = enterBucket(call, ['deleteBuckets']);
  call.vault.deleteBucket(bucket.bucketId);
  return { status: 204 };
}

/** Both capabilities are seen in the wild for this one call. */
export function getBucketLocation(call: S3Call): S3Answer {
  enterBucket(call, [mayUse(call.key, 'readBuckets') ? 'readBuckets' : 'listBuckets']);
  return {
    status: 200,
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${region}</LocationConstraint>`,
  };
}
