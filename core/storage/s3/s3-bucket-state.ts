import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { BucketState } from '../object-store.ts';
import { readRefusal } from './s3-errors.ts';

/** Three calls. Throws SDK errors; what only says "not configured" is an answer. */
export async function readBucketState(client: S3Client, bucket: string): Promise<BucketState> {
  const lock = await configured(
    () => client.send(new GetObjectLockConfigurationCommand({ Bucket: bucket })),
    ['ObjectLockConfigurationNotFoundError', 'NoSuchObjectLockConfiguration'],
  );
  const versioning = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
  const retention = lock?.ObjectLockConfiguration?.Rule?.DefaultRetention;
  return {
    lockEnabled: lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled',
    versioning: versioning.Status === 'Enabled',
    defaultRetentionDays: retention?.Days ?? (retention?.Years === undefined ? null : retention.Years * 365),
    lifecycle: await readLifecycle(client, bucket),
  };
}

async function readLifecycle(client: S3Client, bucket: string): Promise<BucketState['lifecycle']> {
  try {
    const answer = await configured(
      () => client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket })),
      ['NoSuchLifecycleConfiguration', 'NoSuchLifecycleConfigurationError'],
    );
    return answer?.Rules ?? [];
  } catch (error) {
    // Some stores have no lifecycle at all, and a backup key need not read it.
    const { status, code } = readRefusal(error);
    if (status === 403 || status === 401 || status === 501 || code === 'NotImplemented') return undefined;
    throw error;
  }
}

async function configured<T>(
  ask: () => Promise<T>,
  notConfigured: readonly string[],
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (notConfigured.includes(readRefusal(error).code)) return undefined;
    throw error;
  }
}
