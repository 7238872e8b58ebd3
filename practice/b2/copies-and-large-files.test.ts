import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { B2TestClient, refusal, sha1, type Json } from './testing/b2-test-client.ts';

let b2: B2TestClient;
let bucketId: string;
beforeAll(async () => {
  b2 = await B2TestClient.start();
  bucketId = await b2.bucket({ bucketName: 'test-files', fileLockEnabled: true });
});
afterAll(() => b2.remove());

describe('copies', () => {
  it('have the source’s type and info or their own, a range, and no lock of the source', async () => {
    const until = (await b2.now()) + 60_000;
    const source = (
      await b2.upload(bucketId, 'source.txt', '0123456789', {
        'x-bz-info-a': 'b',
        'x-bz-file-retention-mode': 'compliance',
        'x-bz-file-retention-retain-until-timestamp': String(until),
      })
    ).body;
    const copy = (fields: object) =>
      b2.all.call('b2_copy_file', { sourceFileId: source.fileId, fileName: 'copy', ...fields });
    const plain = (await copy({})).body;
    expect(plain).toMatchObject({
      contentType: 'text/plain',
      fileInfo: { a: 'b' },
      contentSha1: source.contentSha1,
      fileRetention: { value: { mode: null } },
    });
    const other = await b2.bucket();
    const fileRetention = { mode: 'governance', retainUntilTimestamp: until };
    const own = await copy({
      destinationBucketId: other,
      range: 'bytes=2-4',
      metadataDirective: 'REPLACE',
      contentType: 'image/png',
      fileInfo: { C: 'd' },
      fileRetention,
      legalHold: 'on',
    });
    expect(own.body).toMatchObject({
      bucketId: other,
      contentLength: 3,
      contentType: 'image/png',
      fileInfo: { c: 'd' },
      contentSha1: sha1('234'),
      fileRetention: { value: fileRetention },
      legalHold: { value: 'on' },
    });
  });

  it.each<[object, number, string]>([
    [{ contentType: 'text/plain' }, 400, 'bad_request'],
    [{ metadataDirective: 'REPLACE' }, 400, 'bad_request'],
    [{ range: 'bytes=0-10' }, 416, 'range_not_satisfiable'],
    [{ range: 'first ten' }, 400, 'bad_request'],
    [{ fileName: '/a' }, 400, 'bad_request'],
    [{ sourceFileId: 'x' }, 404, 'not_found'],
    [{ destinationBucketId: 'x' }, 400, 'bad_bucket_id'],
    [{ serverSideEncryption: {} }, 400, 'bad_request'],
  ])('are refused with %o', async (fields, status, code) => {
    const { body } = await b2.upload(bucketId, 'source', '0123456789');
    const asked = { sourceFileId: body.fileId, fileName: 'copy', ...fields };
    expect(await b2.all.call('b2_copy_file', asked)).toMatchObject(refusal(status, code));
  });
});

describe('large files', () => {
  const big = randomBytes(5_000_000);
  const start = async (name = 'large'): Promise<Json> =>
    (
      await b2.all.call('b2_start_large_file', {
        bucketId,
        fileName: name,
        contentType: 'b2/x-auto',
        fileInfo: { large_file_sha1: 'abc' },
      })
    ).body;
  const partUrl = async (fileId: string): Promise<Json> =>
    (await b2.all.call('b2_get_upload_part_url', { fileId })).body;
  const sendPart = async (fileId: string, n: number, bytes: Buffer | string) =>
    b2.uploadTo(await partUrl(fileId), '', bytes, {
      'x-bz-file-name': undefined,
      'content-type': undefined,
      'x-bz-part-number': String(n),
    });

  it('are started, sent in parts, copied into, listed and finished', async () => {
    const { fileId, action } = await start();
    expect(action).toBe('start');
    const source = (await b2.upload(bucketId, 'tail', '0123456789')).body;
    expect((await sendPart(fileId, 1, big)).body).toMatchObject({ partNumber: 1, contentSha1: sha1(big) });
    const copied = await b2.all.call('b2_copy_part', {
      sourceFileId: source.fileId,
      largeFileId: fileId,
      partNumber: 2,
      range: 'bytes=5-9',
    });
    expect(copied.body).toMatchObject({ contentLength: 5, contentSha1: sha1('56789') });
    const parts = await b2.all.call('b2_list_parts', { fileId, startPartNumber: 0, maxPartCount: 1 });
    expect(parts.body).toMatchObject({ parts: [{ partNumber: 1 }], nextPartNumber: 2 });
    const partSha1Array = [sha1(big), sha1('56789')];
    const finish = (array: string[]) => b2.all.call('b2_finish_large_file', { fileId, partSha1Array: array });
    expect(await finish([sha1(big), sha1('other')])).toMatchObject(refusal(400, 'part_sha1_mismatch'));
    expect(await finish([...partSha1Array, sha1('')])).toMatchObject(refusal(400, 'missing_part'));
    expect(await finish([sha1(big)])).toMatchObject(refusal(400, 'bad_request'));
    expect((await finish(partSha1Array)).body).toMatchObject({
      action: 'upload',
      contentLength: 5_000_005,
      contentSha1: 'none',
      contentMd5: null,
      fileId,
      fileInfo: { large_file_sha1: 'abc' },
    });
    const answer = await fetch(`${b2.served.b2}/file/test-files/large`, {
      headers: { authorization: b2.all.token, range: 'bytes=4999998-5000001' },
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(
      Buffer.concat([big.subarray(-2), Buffer.from('56')]),
    );
    expect(await finish(partSha1Array)).toMatchObject(refusal(400, 'bad_request'));
  });

  it('need two parts, and 5,000,000 bytes in all but the last', async () => {
    const { fileId } = await start('small');
    await sendPart(fileId, 1, 'x');
    const finish = (array: string[]) => b2.all.call('b2_finish_large_file', { fileId, partSha1Array: array });
    const one = await finish([sha1('x')]);
    expect(one).toMatchObject(refusal(400, 'bad_request'));
    expect(one.body.message).toBe('large files must have at least 2 parts');
    await sendPart(fileId, 2, 'y');
    expect(await finish([sha1('x'), sha1('y')])).toMatchObject(refusal(400, 'bad_request'));
    expect(await sendPart(fileId, 10_001, 'z')).toMatchObject(refusal(400, 'bad_request'));
    const cancelled = await b2.all.call('b2_cancel_large_file', { fileId });
    expect(cancelled.body).toEqual({ accountId: b2.all.accountId, bucketId, fileId, fileName: 'small' });
    expect(await b2.all.call('b2_get_upload_part_url', { fileId })).toMatchObject(
      refusal(400, 'bad_request'),
    );
  });
});
