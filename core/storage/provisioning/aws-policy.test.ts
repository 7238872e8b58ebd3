import { expect, test } from 'vitest';
import { roleCapabilities, type Role } from '../roles.ts';
import { awsPolicy, type AwsPolicy } from './aws-policy.ts';

const place = { bucket: 'my-backups', prefix: 'laptop/', maxLockDays: 91 };
const roles = Object.keys(roleCapabilities) as Role[];

test('the policy of a backup key, as it is pasted', () => {
  const bucket = 'arn:aws:s3:::my-backups';
  expect(awsPolicy('backup', place)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Look',
        Effect: 'Allow',
        Action: expect.arrayContaining([
          's3:ListBucketVersions',
          's3:GetBucketObjectLockConfiguration',
        ]) as unknown,
        Resource: bucket,
      },
      {
        Sid: 'Use',
        Effect: 'Allow',
        Action: [
          's3:GetObject',
          's3:GetObjectVersion',
          's3:GetObjectRetention',
          's3:GetObjectLegalHold',
          's3:PutObject',
          's3:PutObjectRetention',
        ],
        Resource: `${bucket}/laptop/*`,
      },
      {
        Sid: 'NoEndlessLocks',
        Effect: 'Deny',
        Action: ['s3:PutObject', 's3:PutObjectRetention'],
        Resource: `${bucket}/laptop/*`,
        Condition: { NumericGreaterThan: { 's3:object-lock-remaining-retention-days': '91' } },
      },
      {
        Sid: 'Never',
        Effect: 'Deny',
        Action: expect.arrayContaining([
          's3:DeleteObject',
          's3:DeleteObjectVersion',
          's3:DeleteBucket',
        ]) as unknown,
        Resource: [bucket, `${bucket}/*`],
      },
    ],
  });
});

/** As IAM reads it, without conditions: denied wins, what is not allowed is refused. */
function may(policy: AwsPolicy, action: string, name: string): boolean {
  const fits = (resource: string): boolean =>
    resource.endsWith('*') ? name.startsWith(resource.slice(0, -1)) : name === resource;
  const said = policy.Statement.filter(
    (one) => !one.Condition && one.Action.includes(action) && [one.Resource].flat().some(fits),
  ).map(({ Effect }) => Effect);
  return said.includes('Allow') && !said.includes('Deny');
}

const ours = 'arn:aws:s3:::my-backups/laptop/packs/aa/aa';
const theirs = 'arn:aws:s3:::my-backups/desktop/packs/aa/aa';
const changes = [
  's3:PutObject',
  's3:PutObjectRetention',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:BypassGovernanceRetention',
  's3:PutObjectLegalHold',
];

test.each([
  ['read', []],
  ['renewal', ['s3:PutObjectRetention']],
  ['backup', ['s3:PutObject', 's3:PutObjectRetention']],
  ['strict-backup', ['s3:PutObject']],
  ['space', ['s3:PutObject', 's3:PutObjectRetention', 's3:DeleteObject']],
  ['maintenance', ['s3:DeleteObjectVersion']],
  ['hold', ['s3:PutObjectLegalHold']],
] as const)('%s may change objects by %o and by nothing else', (role, actions) => {
  const policy = awsPolicy(role, place);
  expect(changes.filter((action) => may(policy, action, ours))).toEqual(actions);
  expect(changes.filter((action) => may(policy, action, theirs))).toEqual([]);
  expect(may(policy, 's3:GetObjectVersion', ours)).toBe(true);
  expect(may(policy, 's3:GetObjectVersion', theirs)).toBe(false);
  expect(may(policy, 's3:ListBucketVersions', 'arn:aws:s3:::my-backups')).toBe(true);
});

test.each(roles)('%s may change nothing about the bucket, even where another policy allows it', (role) => {
  const policy = awsPolicy(role, place);
  const anything: AwsPolicy['Statement'][number] = {
    Sid: 'Other',
    Effect: 'Allow',
    Action: [
      's3:DeleteBucket',
      's3:PutBucketVersioning',
      's3:PutLifecycleConfiguration',
      's3:PutBucketObjectLockConfiguration',
      's3:PutBucketPolicy',
      's3:BypassGovernanceRetention',
    ],
    Resource: '*',
  };
  const both = { ...policy, Statement: [...policy.Statement, anything] };
  for (const action of anything.Action) expect(may(both, action, 'arn:aws:s3:::my-backups')).toBe(false);
  for (const { Action } of policy.Statement) expect(new Set(Action).size).toBe(Action.length);
});

test.each(roles)('%s is bounded in time exactly where it may lock', (role) => {
  const bounded = awsPolicy(role, place).Statement.filter(({ Condition }) => Condition);
  const locks = ['backup', 'renewal', 'space'].includes(role);
  expect(bounded.map(({ Effect, Condition }) => [Effect, Condition])).toEqual(
    locks ? [['Deny', { NumericGreaterThan: { 's3:object-lock-remaining-retention-days': '91' } }]] : [],
  );
});
