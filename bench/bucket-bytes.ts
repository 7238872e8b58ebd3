import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import type { Ceph } from '../test/ceph/start-ceph.ts';

/** Bytes and objects of all versions in a bucket. */
export async function bucketBytes(
  ceph: Ceph,
  bucket: string,
): Promise<{ readonly bytes: number; readonly objects: number }> {
  const client = new S3Client({
    endpoint: ceph.endpoint,
    region: ceph.region,
    forcePathStyle: true,
    credentials: { accessKeyId: ceph.keyId, secretAccessKey: ceph.key },
  });
  let bytes = 0;
  let objects = 0;
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (markers) {
    const page: Awaited<ReturnType<typeof list>> = await list(client, bucket, markers);
    for (const version of page.Versions ?? []) {
      bytes += version.Size ?? 0;
      objects += 1;
    }
    markers = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  client.destroy();
  return { bytes, objects };
}

const list = (client: S3Client, Bucket: string, markers: object) =>
  client.send(new ListObjectVersionsCommand({ Bucket, ...markers }));
