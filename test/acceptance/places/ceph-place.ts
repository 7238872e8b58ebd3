import { PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
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
    setUp: async (...further) => {
      const bucket = `acceptance-${randomUUID()}`;
      const home = join(folder, bucket);
      const { endpoint, region } = ceph;
      const intruder = (key: StorageKey) => s3Intruder({ endpoint, region, bucket, ...key });
      const environment = {
        HOLDFAST_SETUP_KEY_ID: ceph.keyId,
        HOLDFAST_SETUP_KEY: ceph.key,
        HOLDFAST_KEY_ID: ceph.keyId,
        HOLDFAST_KEY: ceph.key,
      };
      const where = ['--s3', endpoint, '--region', region, '--bucket', bucket, '--prefix', prefix];
      const options = ['--protect', '30d', '--kit', `${home}-kit.txt`, ...further];
      await new Holdfast(home, environment).succeed(['setup', ...where, ...options]);
      const holdfast = new Holdfast(home);
      if (days.shortDays) await shortenDays(holdfast);
      return {
        holdfast,
        thief: intruder(await storedKey(home)),
        owner: intruder(ceph),
        maintenance: ceph,
        renewal: await grantRenewal(ceph, bucket),
        where,
        cleanComputer: () => cleanComputer(`${home}-kit.txt`, `${home}-clean`, ceph),
      };
    },
    close: () => Promise.resolve(),
  };
}

/** What a guard's key may do, granted to the second user by the policy of the bucket. */
async function grantRenewal(ceph: Ceph, bucket: string): Promise<StorageKey> {
  const client = new S3Client({
    endpoint: ceph.endpoint,
    region: ceph.region,
    forcePathStyle: true,
    credentials: { accessKeyId: ceph.keyId, secretAccessKey: ceph.key },
  });
  const Principal = { AWS: [`arn:aws:iam:::user/${ceph.second.uid}`] };
  const allow = (Action: readonly string[], Resource: string) => ({
    Effect: 'Allow',
    Principal,
    Action,
    Resource,
  });
  const policy = {
    Version: '2012-10-17',
    Statement: [
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
        [
          's3:GetObject',
          's3:GetObjectVersion',
          's3:GetObjectRetention',
          's3:GetObjectLegalHold',
          's3:PutObjectRetention',
        ],
        `arn:aws:s3:::${bucket}/*`,
      ),
    ],
  };
  await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(policy) }));
  return { keyId: ceph.second.keyId, key: ceph.second.key };
}
