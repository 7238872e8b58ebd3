import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Ceph } from '../../ceph/start-ceph.ts';
import { Holdfast, type StorageKey } from '../holdfast.ts';
import { cleanComputer } from './clean-computer.ts';
import { prefix, type Place } from './place.ts';
import { shortenDays, shortDaySeconds } from './short-days.ts';
import { s3Intruder } from './s3-intruder.ts';
import { storedKey } from './stored-key.ts';

/** A real S3 server. Its user owns the bucket and may delete and bypass, so every refusal here is the lock's alone. */
export function cephPlace(ceph: Ceph, folder: string, days: { readonly shortDays?: boolean } = {}): Place {
  return {
    vault: undefined,
    now: () => Promise.resolve(Date.now()),
    dayMs: shortDaySeconds * 1000,
    daysPass: (days) => new Promise((resolve) => setTimeout(resolve, days * shortDaySeconds * 1000)),
    ruleRuns: async (isDone, meanwhile) => {
      // Its rules count a day of ten seconds (rgw lc debug interval), and run once in such a day.
      for (let tries = 0; tries < 15; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 10_000));
        await meanwhile();
        if (await isDone()) return;
      }
      throw new Error('the rule has deleted nothing in fifteen of its days');
    },
    setUp: async (...further) => {
      const bucket = `acceptance-${randomUUID()}`;
      const home = join(folder, bucket);
      const { endpoint, region } = ceph;
      const intruder = (key: StorageKey) => s3Intruder({ endpoint, region, bucket, ...key });
      const isStrict = further.includes('--strict');
      const { second } = ceph;
      if (isStrict) {
        await new S3Client(clientOf(ceph)).send(
          new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }),
        );
        await grant(ceph, bucket, ['s3:PutObject']);
      }
      const stored: StorageKey = isStrict ? second : ceph;
      const environment = {
        HOLDFAST_SETUP_KEY_ID: ceph.keyId,
        HOLDFAST_SETUP_KEY: ceph.key,
        HOLDFAST_KEY_ID: stored.keyId,
        HOLDFAST_KEY: stored.key,
      };
      const where = ['--s3', endpoint, '--region', region, '--bucket', bucket, '--prefix', prefix];
      const options = ['--protect', '30d', '--kit', `${home}-kit.txt`, ...further];
      await new Holdfast(home, environment).succeed(['setup', ...where, ...options]);
      const holdfast = new Holdfast(home);
      // A bucket counts its own dates in real days.
      if (days.shortDays && !isStrict) await shortenDays(holdfast);
      return {
        holdfast,
        thief: intruder(await storedKey(home)),
        owner: intruder(ceph),
        maintenance: ceph,
        renewal: isStrict ? second : await grant(ceph, bucket, ['s3:PutObjectRetention']),
        where,
        kit: `${home}-kit.txt`,
        readKey: () => grant(ceph, bucket, []),
        cleanComputer: () => cleanComputer(`${home}-kit.txt`, `${home}-clean`, ceph),
      };
    },
    close: () => Promise.resolve(),
  };
}

const clientOf = ({ endpoint, region, keyId, key }: Ceph) => ({
  endpoint,
  region,
  forcePathStyle: true,
  credentials: { accessKeyId: keyId, secretAccessKey: key },
});

/** Looking and these rights, granted to the second user by the policy of the bucket. */
async function grant(ceph: Ceph, bucket: string, own: readonly string[]): Promise<StorageKey> {
  const client = new S3Client(clientOf(ceph));
  const Principal = { AWS: [`arn:aws:iam:::user/${ceph.second.uid}`] };
  const allow = (Action: readonly string[], Resource: string) => ({
    Effect: 'Allow',
    Principal,
    Action,
    Resource,
  });
  const refused = ['s3:PutObjectRetention', 's3:DeleteObjectVersion'].filter((right) => !own.includes(right));
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        ...allow(['s3:*'], `arn:aws:s3:::${bucket}/*`),
        Principal: { AWS: ['arn:aws:iam:::user/main'] },
      },
      // Who uploads an object owns it, even before the owner of the bucket, and may do what nobody forbids.
      { ...allow(refused, `arn:aws:s3:::${bucket}/*`), Effect: 'Deny' },
      allow(
        [
          's3:ListBucket',
          's3:ListBucketVersions',
          's3:GetBucketVersioning',
          's3:GetBucketObjectLockConfiguration',
          's3:GetLifecycleConfiguration',
        ],
        `arn:aws:s3:::${bucket}`,
      ),
      allow(
        ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention', 's3:GetObjectLegalHold', ...own],
        `arn:aws:s3:::${bucket}/*`,
      ),
    ],
  };
  await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }));
  return { keyId: ceph.second.keyId, key: ceph.second.key };
}
