import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { B2TestClient, refusal, sha1, type Json } from '../b2/testing/b2-test-client.ts';
import { startPracticeVault } from './start-practice-vault.ts';

const dayMs = 86_400_000;
const Bucket = 'both-apis';
let b2: B2TestClient;
let s3: S3Client;
let bucketId: string;

const clientFor = (keyId: string, key: string, endpoint = b2.served.s3): S3Client =>
  new S3Client({
    endpoint,
    region: 'practice',
    credentials: { accessKeyId: keyId, secretAccessKey: key },
    forcePathStyle: true,
    maxAttempts: 1,
  });

beforeAll(async () => {
  b2 = await B2TestClient.start();
  bucketId = await b2.bucket({ bucketName: Bucket, fileLockEnabled: true });
  s3 = clientFor(b2.served.keyId, b2.served.key);
});
afterAll(() => b2.remove());

const info = async (fileId: string | undefined): Promise<Json> =>
  (await b2.all.call('b2_get_file_info', { fileId })).body;

describe('one namespace behind both APIs', () => {
  it('S3 version id is B2 file id, with the same bytes, lock and metadata', async () => {
    const until = Math.floor((await b2.now()) / 1000) * 1000 + dayMs;
    const put = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'by-s3',
        Body: 'words',
        Metadata: { a: 'b' },
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: new Date(until),
      }),
    );
    expect(await info(put.VersionId)).toMatchObject({
      action: 'upload',
      contentLength: 5,
      contentSha1: sha1('words'),
      fileInfo: { a: 'b' },
      fileName: 'by-s3',
      fileRetention: { value: { mode: 'compliance', retainUntilTimestamp: until } },
    });
    const gone = { fileId: put.VersionId, fileName: 'by-s3' };
    expect(await b2.all.call('b2_delete_file_version', gone)).toMatchObject(refusal(401, 'access_denied'));

    const { fileId } = (await b2.upload(bucketId, 'by-b2', 'letters')).body;
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'by-b2' }));
    expect(got.VersionId).toBe(fileId);
    expect(await got.Body?.transformToString()).toBe('letters');
    const fileRetention = { mode: 'governance', retainUntilTimestamp: until };
    await b2.all.call('b2_update_file_retention', { fileId, fileName: 'by-b2', fileRetention });
    const read = await s3.send(new GetObjectRetentionCommand({ Bucket, Key: 'by-b2', VersionId: fileId }));
    expect(read.Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: new Date(until) });
  });

  it('a delete marker is a hide marker, and the other way round', async () => {
    await b2.upload(bucketId, 'marked', 'x');
    const { VersionId } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'marked' }));
    expect(await info(VersionId)).toMatchObject({ action: 'hide' });
    await b2.upload(bucketId, 'hidden', 'x');
    const { fileId } = (await b2.all.call('b2_hide_file', { bucketId, fileName: 'hidden' })).body;
    const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'hidden' }));
    expect(listed.DeleteMarkers).toMatchObject([{ VersionId: fileId, IsLatest: true }]);
  });

  it('a multipart upload is a large file', async () => {
    const at = { Bucket, Key: 'multipart' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
    const unfinished = (await b2.all.call('b2_list_unfinished_large_files', { bucketId })).body.files;
    expect(unfinished).toMatchObject([{ fileId: UploadId, fileName: 'multipart', action: 'start' }]);
    const part = { PartNumber: 1, Body: 'part' };
    const { ETag } = await s3.send(new UploadPartCommand({ ...at, UploadId, ...part }));
    const done = await s3.send(
      new CompleteMultipartUploadCommand({
        ...at,
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    );
    expect(await info(done.VersionId)).toMatchObject({ contentLength: 4, contentSha1: 'none' });
  });

  it('a key of B2 has the same bounds in S3, and the master key none at all', async () => {
    const k = await b2.keyWith(['writeFiles', 'readFiles', 'listBuckets'], { bucketId, namePrefix: 'p/' });
    const bound = clientFor(k.keyId, k.key);
    const put = (client: S3Client, Key: string) =>
      client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    await put(bound, 'p/a');
    await expect(put(bound, 'q/a')).rejects.toMatchObject({ name: 'AccessDenied' });
    const master = clientFor(b2.served.masterKeyId, b2.served.masterKey);
    await expect(put(master, 'p/a')).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
  });

  it('S3 clients keep working after the clock was moved, and locks pass', async () => {
    const until = new Date((await b2.now()) + dayMs);
    const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until } as const;
    const at = { Bucket, Key: 'leased' };
    const { VersionId } = await s3.send(new PutObjectCommand({ ...at, Body: 'x', ...lock }));
    const remove = () => s3.send(new DeleteObjectCommand({ ...at, VersionId }));
    await expect(remove()).rejects.toMatchObject({ name: 'AccessDenied' });
    await b2.advance(40 * dayMs);
    await remove();
  });

  it('refuses the checksums of newer SDKs where that was asked for', async () => {
    const dir = `${b2.dir}/legacy`;
    const legacy = await startPracticeVault({ dir, legacyChecksums: true });
    const client = clientFor(legacy.keyId, legacy.key, legacy.s3);
    const put = client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    await expect(put).rejects.toMatchObject({ name: 'InvalidArgument' });
    await legacy.close();
  });
});
