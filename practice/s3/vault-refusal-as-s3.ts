import type { RefusalReason, VaultRefusal } from '../vault/vault-refusal.ts';
import type { S3ErrorCode } from './s3-refusal.ts';
import { S3Refusal } from './s3-refusal.ts';

/** S3's code for each reason of the engine, and S3's own sentence where clients are known to read it. */
const codes: Readonly<Record<RefusalReason, readonly [S3ErrorCode, string?]>> = {
  'no-such-bucket': ['NoSuchBucket'],
  'bucket-name-invalid': ['InvalidBucketName'],
  'bucket-name-taken': ['BucketAlreadyOwnedByYou'],
  'bucket-not-empty': ['BucketNotEmpty'],
  'bucket-changed': ['OperationAborted'],
  'too-many-buckets': ['TooManyBuckets'],
  'rule-invalid': ['InvalidArgument'],
  'name-invalid': ['InvalidObjectName'],
  'metadata-too-large': ['MetadataTooLarge'],
  'no-such-name': ['NoSuchKey'],
  'no-such-version': ['NoSuchVersion'],
  'already-hidden': ['NoSuchKey'],
  'is-marker': ['MethodNotAllowed'],
  'range-not-satisfiable': ['InvalidRange'],
  'content-too-large': ['EntityTooLarge'],
  'no-such-upload': ['NoSuchUpload'],
  'part-number-invalid': ['InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive'],
  'part-missing': ['InvalidPart'],
  'part-order-invalid': ['InvalidPartOrder'],
  'part-mismatch': ['InvalidPart'],
  'part-too-small': ['EntityTooSmall'],
  'too-few-parts': ['InvalidPart'],
  'no-such-key': ['InvalidAccessKeyId'],
  'key-invalid': ['InvalidArgument'],
  unauthorized: ['AccessDenied'],
  'lock-not-enabled': ['InvalidRequest', 'Bucket is missing Object Lock Configuration'],
  'lock-cannot-be-disabled': ['InvalidRequest'],
  'retention-invalid': ['InvalidArgument'],
  'retain-in-past': ['InvalidArgument', 'The retain until date must be in the future!'],
  'retain-too-far': ['InvalidArgument'],
  locked: ['AccessDenied', 'Access Denied because object protected by object lock.'],
  'retention-protected': ['AccessDenied', 'Access Denied because object protected by object lock.'],
};

export function vaultRefusalAsS3(refusal: VaultRefusal): S3Refusal {
  const [code, sentence] = codes[refusal.reason];
  return new S3Refusal(code, sentence ?? (refusal.message === refusal.reason ? undefined : refusal.message));
}
