import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
  type ObjectLockRetention,
} from '@aws-sdk/client-s3';
import { inParallel } from '../stories/in-parallel.ts';
import type { BucketVersion, Intruder } from './intruder.ts';

export function s3Intruder(options: {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly key: string;
}): Intruder {
  const Bucket = options.bucket;
  const client = new S3Client({
    endpoint: options.endpoint,
    region: options.region,
    forcePathStyle: true,
    credentials: { accessKeyId: options.keyId, secretAccessKey: options.key },
    // The stock checksum of newer SDKs is unknown to older servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    maxAttempts: 1,
  });
  const at = ({ name, versionId }: BucketVersion) => ({ Bucket, Key: name, VersionId: versionId });
  const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

  const retain = (version: BucketVersion, Retention: ObjectLockRetention, bypass: boolean) =>
    client.send(
      new PutObjectRetentionCommand({ ...at(version), Retention, BypassGovernanceRetention: bypass }),
    );

  const attempts: Readonly<Record<string, (version: BucketVersion) => Promise<unknown>>> = {
    delete: (version) => client.send(new DeleteObjectCommand(at(version))),
    'delete with bypass': (version) =>
      client.send(new DeleteObjectCommand({ ...at(version), BypassGovernanceRetention: true })),
    'multi-object delete with bypass': async ({ name, versionId }) => {
      const answer = await client.send(
        new DeleteObjectsCommand({
          Bucket,
          BypassGovernanceRetention: true,
          Delete: { Objects: [{ Key: name, VersionId: versionId }] },
        }),
      );
      const [error] = answer.Errors ?? [];
      if (error) throw new Error(error.Code);
    },
    shorten: (version) => retain(version, { Mode: 'COMPLIANCE', RetainUntilDate: inAnHour() }, false),
    'shorten with bypass': (version) =>
      retain(version, { Mode: 'COMPLIANCE', RetainUntilDate: inAnHour() }, true),
    'weaken to governance': async (version) => {
      const until = (await lockedUntil(version)) ?? 0;
      await retain(version, { Mode: 'GOVERNANCE', RetainUntilDate: new Date(until + 86_400_000) }, true);
    },
    'clear with bypass': (version) => retain(version, {}, true),
  };

  const lockedUntil = async (version: BucketVersion): Promise<number | undefined> => {
    const { Retention } = await client.send(new GetObjectRetentionCommand(at(version)));
    return Retention?.Mode === 'COMPLIANCE' ? Retention.RetainUntilDate?.getTime() : undefined;
  };

  const list = async (): Promise<readonly BucketVersion[]> => {
    const found: BucketVersion[] = [];
    for (
      let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
      next;
    ) {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(next);
      for (const each of page.Versions ?? [])
        found.push({
          name: each.Key ?? '',
          versionId: each.VersionId ?? '',
          kind: 'object',
          size: each.Size ?? 0,
        });
      for (const each of page.DeleteMarkers ?? [])
        found.push({ name: each.Key ?? '', versionId: each.VersionId ?? '', kind: 'marker', size: 0 });
      next = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
    }
    return found;
  };
  const listPage = (markers: object) => client.send(new ListObjectVersionsCommand({ Bucket, ...markers }));

  return {
    list,
    lockedUntil,
    lengthen: (version, until) =>
      retain(version, { Mode: 'COMPLIANCE', RetainUntilDate: new Date(until) }, false).then(
        () => true,
        () => false,
      ),
    destroy: async (version) => {
      const done: string[] = [];
      for (const [label, attempt] of Object.entries(attempts)) {
        const refused = await attempt(version).then(
          () => false,
          () => true,
        );
        if (!refused) done.push(`${label} ${version.name}`);
      }
      return done;
    },
    hide: async (name) => {
      await client.send(new DeleteObjectCommand({ Bucket, Key: name }));
    },
    overwrite: async (name, body) => {
      await client.send(new PutObjectCommand({ Bucket, Key: name, Body: body }));
    },
    // Delete markers: a thousand names in one call.
    flood: async (names) => {
      const starts = Array.from({ length: Math.ceil(names.length / 1000) }, (_, call) => call * 1000);
      await inParallel(starts, 8, async (start) => {
        const Objects = names.slice(start, start + 1000).map((Key) => ({ Key }));
        await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects } }));
      });
    },
    deleteSomethingUnlocked: async () => {
      const Key = 'control/unlocked';
      const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key, Body: 'control' }));
      await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    },
    deleteForGood: async (version) => {
      await client.send(new DeleteObjectCommand(at(version)));
    },
  };
}
