import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Target } from './attempt.ts';

export type LockedVersion = Target & { readonly hold: boolean; readonly sha256: string };

/** Every version under a compliance lock, with its bytes, as the account's owner sees it: name and version → what it is. */
export async function lockedVersions(
  client: S3Client,
  Bucket: string,
): Promise<ReadonlyMap<string, LockedVersion>> {
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
  const found = new Map<string, LockedVersion>();
  for (const { Key = '', VersionId = '' } of Versions) {
    const version = { Bucket, Key, VersionId };
    const head = await client.send(new HeadObjectCommand(version));
    if (head.ObjectLockMode !== 'COMPLIANCE') continue;
    const { Body } = await client.send(new GetObjectCommand(version));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    found.set(`${Key} ${VersionId}`, {
      name: Key,
      versionId: VersionId,
      until: head.ObjectLockRetainUntilDate?.getTime() ?? 0,
      hold: head.ObjectLockLegalHoldStatus === 'ON',
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  }
  return found;
}
