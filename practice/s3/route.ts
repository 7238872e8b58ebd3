import { S3Refusal } from './s3-refusal.ts';

/** What a request asks for, by S3's own names. */
export type S3Operation =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'GetBucketVersioning'
  | 'PutBucketVersioning'
  | 'GetBucketAcl'
  | 'PutBucketAcl'
  | 'GetObjectLockConfiguration'
  | 'PutObjectLockConfiguration'
  | 'GetBucketLifecycleConfiguration'
  | 'PutBucketLifecycleConfiguration'
  | 'DeleteBucketLifecycle'
  | 'ListObjects'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'ListMultipartUploads'
  | 'DeleteObjects'
  | 'GetObject'
  | 'HeadObject'
  | 'PutObject'
  | 'CopyObject'
  | 'DeleteObject'
  | 'GetObjectAcl'
  | 'GetObjectRetention'
  | 'PutObjectRetention'
  | 'GetObjectLegalHold'
  | 'PutObjectLegalHold'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'UploadPartCopy'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload'
  | 'ListParts';

export type RouteRequest = {
  readonly method: string;
  /** '' for the service itself. */
  readonly bucket: string;
  /** '' for the bucket itself. */
  readonly name: string;
  readonly query: ReadonlyMap<string, string>;
  /** Whether `x-amz-copy-source` is there. */
  readonly copies: boolean;
};

/** Sub-resources of S3 that are not served; without this list they would be taken for the plain operation. */
const notServed = new Set(
  (
    'accelerate analytics attributes cors encryption intelligent-tiering inventory logging metadataTable metrics ' +
    'notification ownershipControls policy policyStatus publicAccessBlock replication requestPayment restore ' +
    'select tagging torrent website'
  ).split(' '),
);

const bucketSubresources: Readonly<Record<string, Readonly<Record<string, S3Operation>>>> = {
  GET: {
    location: 'GetBucketLocation',
    versioning: 'GetBucketVersioning',
    acl: 'GetBucketAcl',
    'object-lock': 'GetObjectLockConfiguration',
    lifecycle: 'GetBucketLifecycleConfiguration',
    versions: 'ListObjectVersions',
    uploads: 'ListMultipartUploads',
  },
  PUT: {
    versioning: 'PutBucketVersioning',
    acl: 'PutBucketAcl',
    'object-lock': 'PutObjectLockConfiguration',
    lifecycle: 'PutBucketLifecycleConfiguration',
  },
  POST: { delete: 'DeleteObjects' },
  DELETE: { lifecycle: 'DeleteBucketLifecycle' },
};

const objectSubresources: Readonly<Record<string, Readonly<Record<string, S3Operation>>>> = {
  GET: {
    acl: 'GetObjectAcl',
    retention: 'GetObjectRetention',
    'legal-hold': 'GetObjectLegalHold',
    uploadId: 'ListParts',
  },
  PUT: { retention: 'PutObjectRetention', 'legal-hold': 'PutObjectLegalHold', uploadId: 'UploadPart' },
  POST: { uploads: 'CreateMultipartUpload', uploadId: 'CompleteMultipartUpload' },
  DELETE: { uploadId: 'AbortMultipartUpload' },
};

const plainBucket: Readonly<Record<string, S3Operation>> = {
  GET: 'ListObjects',
  HEAD: 'HeadBucket',
  PUT: 'CreateBucket',
  DELETE: 'DeleteBucket',
};

const plainObject: Readonly<Record<string, S3Operation>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

/** Which operation a request means. Refuses with MethodNotAllowed or NotImplemented. */
export function routeOf(request: RouteRequest): S3Operation {
  const { method, bucket, name, query, copies } = request;
  if (bucket === '') {
    if (method === 'GET') return 'ListBuckets';
    throw new S3Refusal('MethodNotAllowed');
  }
  const unserved = [...query.keys()].find((parameter) => notServed.has(parameter));
  if (unserved !== undefined) {
    throw new S3Refusal('NotImplemented', `The practice vault does not serve ?${unserved}`);
  }
  // B2 has no ACLs of objects, and a PUT that is taken for the plain one would overwrite the object.
  if (name !== '' && method === 'PUT' && query.has('acl'))
    throw new S3Refusal('NotImplemented', 'Objects have no ACLs of their own');
  if (name === '' && method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  const subresources = (name === '' ? bucketSubresources : objectSubresources)[method] ?? {};
  const named = [...query.keys()].find((parameter) => Object.hasOwn(subresources, parameter));
  const operation =
    named === undefined ? (name === '' ? plainBucket : plainObject)[method] : subresources[named];
  if (operation === undefined) throw new S3Refusal('MethodNotAllowed');
  if (copies && operation === 'PutObject') return 'CopyObject';
  if (copies && operation === 'UploadPart') return 'UploadPartCopy';
  return operation;
}
