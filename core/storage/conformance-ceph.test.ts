import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { describe } from 'vitest';
import { useCeph, type Ceph } from '../../test/ceph/start-ceph.ts';
import { storeConformance } from '../../test/storage/store-conformance.ts';
import { S3Store } from './s3/s3-store.ts';

/*
 * What RGW 16.2 was seen to do, beyond what the checks ask:
 * - If-None-Match on a PUT is ignored: a second version is stored.
 * - A listing begins *at* key-marker (AWS: after it); NextKeyMarker is the first unread name, not URL-encoded even
 *   where the names are.
 * - Listings have milliseconds, HEAD and Date whole seconds. Lock dates keep milliseconds.
 * - Removing a compliance lock (an empty Retention) is a MalformedXML, a date in the past an InvalidArgument; shortening and
 *   weakening are AccessDenied with a message that names the lock.
 * - Deleting a version that never was succeeds; hiding a name that never was makes a marker.
 * - Creating one's own bucket again succeeds silently.
 */

const found = await useCeph();

describe.skipIf(found.ceph === undefined)(
  `Ceph RGW${found.ceph === undefined ? ` (skipped: ${found.reason})` : ''}`,
  () => {
    const ceph = found.ceph as Ceph;
    storeConformance('S3 on Ceph RGW', async () => {
      const bucket = `conformance-${Date.now()}`;
      const client = new S3Client({
        endpoint: ceph.endpoint,
        region: ceph.region,
        forcePathStyle: true,
        credentials: { accessKeyId: ceph.keyId, secretAccessKey: ceph.key },
      });
      await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
      client.destroy();
      const store = new S3Store({ ...ceph, bucket }, ceph);
      return {
        store,
        powerful: store,
        prefix: 'checks/',
        // RGW 16.2 does not look at If-None-Match on a PUT.
        onlyIfAbsent: 'ignored',
        close: () => store.close(),
      };
    });
  },
);
