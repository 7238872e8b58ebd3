import type { Role } from '../roles.ts';

type Statement = {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export type AwsPolicy = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };

/**
 * Listing is not narrowed to the prefix: where a key may not list the bucket, AWS answers 403 for an object that is gone,
 * and nobody could tell it from a refusal.
 */
const bucketActions = [
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:GetBucketLocation',
  's3:GetBucketVersioning',
  's3:GetBucketObjectLockConfiguration',
  's3:GetLifecycleConfiguration',
];

const readActions = ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention', 's3:GetObjectLegalHold'];

/** Besides reading. s3:DeleteObject only adds a marker; deleting for good is s3:DeleteObjectVersion. */
const ownActions = {
  backup: ['s3:PutObject', 's3:PutObjectRetention'],
  'strict-backup': ['s3:PutObject'],
  read: [],
  renewal: ['s3:PutObjectRetention'],
  space: ['s3:PutObject', 's3:PutObjectRetention', 's3:DeleteObject'],
  maintenance: ['s3:DeleteObjectVersion'],
  hold: ['s3:PutObjectLegalHold'],
} as const satisfies Record<Role, readonly string[]>;

/** Denied whatever else is allowed somewhere, unless the role is for it. */
const neverActions = [
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:BypassGovernanceRetention',
  's3:PutObjectLegalHold',
  's3:PutObjectAcl',
  's3:PutObjectVersionAcl',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketVersioning',
  's3:PutLifecycleConfiguration',
  's3:PutReplicationConfiguration',
  's3:PutBucketAcl',
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:DeleteBucket',
];

/**
 * An identity policy to paste into IAM, for the user whose key gets this role.
 * @param place.maxLockDays the longest lock that Holdfast ever sets: it bounds what a thief of the key can lock, and cost
 */
export function awsPolicy(
  role: Role,
  place: { readonly bucket: string; readonly prefix: string; readonly maxLockDays: number },
): AwsPolicy {
  const bucket = `arn:aws:s3:::${place.bucket}`;
  const objects = `${bucket}/${place.prefix}*`;
  const own: readonly string[] = ownActions[role];
  const locks = own.filter((action) => /^s3:PutObject(Retention)?$/.test(action));
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Look', Effect: 'Allow', Action: bucketActions, Resource: bucket },
      { Sid: 'Use', Effect: 'Allow', Action: [...readActions, ...own], Resource: objects },
      ...(own.includes('s3:PutObjectRetention')
        ? [
            {
              Sid: 'NoEndlessLocks',
              Effect: 'Deny',
              Action: locks,
              Resource: objects,
              Condition: {
                NumericGreaterThan: { 's3:object-lock-remaining-retention-days': `${place.maxLockDays}` },
              },
            } as const,
          ]
        : []),
      {
        Sid: 'Never',
        Effect: 'Deny',
        Action: neverActions.filter((action) => !own.includes(action)),
        Resource: [bucket, `${bucket}/*`],
      },
    ],
  };
}
