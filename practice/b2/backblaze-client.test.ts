import B2 from 'backblaze-b2';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { B2TestClient, sha1, type Json } from './testing/b2-test-client.ts';

/*
 * The stock client: only `authorize` is told another address, everything else follows the answers. Fields
 * that it does not know go through its `axiosOverride`, which its types do not know either.
 */
type Stock = { readonly [K in keyof B2]: (args?: Json) => Promise<{ readonly data: Json }> };

let vault: B2TestClient;
let b2: Stock;
let bucketId: string;
beforeAll(async () => {
  vault = await B2TestClient.start();
  const { keyId, key, b2: url } = vault.served;
  b2 = new B2({ applicationKeyId: keyId, applicationKey: key }) as unknown as Stock;
  await b2.authorize({ axiosOverride: { url: `${url}/b2api/v2/b2_authorize_account` } });
  const bucket = await b2.createBucket({
    bucketName: 'stock-client',
    bucketType: 'allPrivate',
    axiosOverride: { data: { fileLockEnabled: true } },
  });
  bucketId = bucket.data.bucketId;
});
afterAll(() => vault.remove());

describe('backblaze-b2', () => {
  it('handles buckets', async () => {
    const retention = { mode: 'compliance', period: { duration: 7, unit: 'days' } };
    const other = (await b2.createBucket({ bucketName: 'stock-other', bucketType: 'allPrivate' })).data;
    expect((await b2.listBuckets()).data.buckets).toHaveLength(2);
    expect((await b2.getBucket({ bucketName: 'stock-other' })).data.buckets).toMatchObject([other]);
    await b2.updateBucket({ bucketId: other.bucketId, bucketType: 'allPublic' });
    const updated = await b2.updateBucket({
      bucketId: other.bucketId,
      axiosOverride: { data: { fileLockEnabled: true, defaultRetention: retention } },
    });
    expect(updated.data).toMatchObject({ bucketType: 'allPublic', revision: 3 });
    expect(updated.data.fileLockConfiguration.value.defaultRetention).toEqual(retention);
    await b2.deleteBucket({ bucketId: other.bucketId });
  });

  it('handles files', async () => {
    const url = (await b2.getUploadUrl({ bucketId })).data;
    const until = (await vault.now()) + 60_000;
    const file = await b2.uploadFile({
      uploadUrl: url.uploadUrl,
      uploadAuthToken: url.authorizationToken,
      fileName: 'a b/ü.txt',
      data: Buffer.from('words'),
      info: { Foo: 'bär' },
      axiosOverride: {
        headers: {
          'X-Bz-File-Retention-Mode': 'compliance',
          'X-Bz-File-Retention-Retain-Until-Timestamp': until,
        },
      },
    });
    const { fileId, fileName } = file.data;
    expect(file.data.fileRetention.value).toEqual({ mode: 'compliance', retainUntilTimestamp: until });
    expect((await b2.getFileInfo({ fileId })).data).toEqual(file.data);
    const byName = { bucketName: 'stock-client', fileName, responseType: 'arraybuffer' };
    expect((await b2.downloadFileByName(byName)).data.toString()).toBe('words');
    expect((await b2.downloadFileById({ fileId, responseType: 'arraybuffer' })).data.toString()).toBe(
      'words',
    );
    const share = { bucketId, fileNamePrefix: 'a', validDurationInSeconds: 60 };
    expect((await b2.getDownloadAuthorization(share)).data.authorizationToken).toEqual(expect.any(String));
    await expect(b2.deleteFileVersion({ fileId, fileName })).rejects.toMatchObject({
      response: { status: 401, data: { code: 'access_denied' } },
    });
    await b2.hideFile({ bucketId, fileName });
    expect((await b2.listFileNames({ bucketId })).data.files).toEqual([]);
    const versions = (await b2.listFileVersions({ bucketId, axiosOverride: { data: { prefix: 'a ' } } }))
      .data;
    expect(versions.files.map((f: Json) => f.action)).toEqual(['hide', 'upload']);
    // A call that the client lacks, carried by one that it has.
    const longer = { mode: 'compliance', retainUntilTimestamp: until + 60_000 };
    const url2 = `${vault.served.b2}/b2api/v2/b2_update_file_retention`;
    const renewed = await b2.getFileInfo({
      fileId,
      axiosOverride: { url: url2, data: { fileName, fileRetention: longer } },
    });
    expect(renewed.data.fileRetention).toEqual(longer);
  });

  it('handles large files', async () => {
    const parts = [randomBytes(5_000_000), randomBytes(100)];
    const { fileId } = (await b2.startLargeFile({ bucketId, fileName: 'large' })).data;
    for (const [i, data] of parts.entries()) {
      const url = (await b2.getUploadPartUrl({ fileId })).data;
      const to = { uploadUrl: url.uploadUrl, uploadAuthToken: url.authorizationToken };
      await b2.uploadPart({ ...to, partNumber: i + 1, data });
    }
    expect((await b2.listParts({ fileId })).data.parts).toHaveLength(2);
    const file = (await b2.finishLargeFile({ fileId, partSha1Array: parts.map(sha1) })).data;
    const { data } = await b2.downloadFileById({ fileId: file.fileId, responseType: 'arraybuffer' });
    expect(Buffer.concat(parts).equals(data)).toBe(true);
    const other = (await b2.startLargeFile({ bucketId, fileName: 'other' })).data;
    await b2.cancelLargeFile({ fileId: other.fileId });
  });

  it('handles keys', async () => {
    const capabilities = ['listBuckets', 'readFiles', 'writeFileRetentions'];
    const made = (await b2.createKey({ capabilities, keyName: 'stock', bucketId, namePrefix: 'p/' })).data;
    expect(made).toMatchObject({ capabilities, bucketId, namePrefix: 'p/' });
    expect((await b2.listKeys()).data.keys).toHaveLength(2);
    await b2.deleteKey({ applicationKeyId: made.applicationKeyId });
    expect((await b2.listKeys()).data.keys).toHaveLength(1);
  });
});
