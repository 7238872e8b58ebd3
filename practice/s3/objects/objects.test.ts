import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectAclCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-request.ts';
import type { S3TestVault } from '../testing/s3-test-vault.ts';
import { openS3TestVault } from '../testing/s3-test-vault.ts';

let s3: S3TestVault;
let client: S3Client;
const Bucket = 'objects-bucket';

beforeAll(async () => {
  s3 = await openS3TestVault();
  s3.vault.createBucket({ name: Bucket, type: 'allPrivate' });
  client = s3.client();
});
afterAll(() => s3.close());

async function put(Key: string, Body: string, more: object = {}): Promise<string> {
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  return VersionId ?? '';
}

async function get(Key: string, more: object = {}): Promise<string | undefined> {
  return (await client.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();
}

const failsWith = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });

test('an object comes back with what was said about it', async () => {
  const Metadata = { purpose: 'test', 'with-dash': '1' };
  const put1 = await client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'said',
      Body: 'hello',
      Metadata,
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment; filename="x"',
      ContentLanguage: 'de',
      ContentEncoding: 'identity',
    }),
  );
  expect(put1.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'said' }));
  expect(head).toMatchObject({
    Metadata,
    ContentLength: 5,
    ContentType: 'text/plain',
    CacheControl: 'no-store',
    ContentDisposition: 'attachment; filename="x"',
    ContentLanguage: 'de',
    ContentEncoding: 'identity',
    AcceptRanges: 'bytes',
    ETag: put1.ETag,
    VersionId: put1.VersionId,
  });
  expect(Math.abs((head.LastModified?.getTime() ?? 0) - s3.vault.now())).toBeLessThan(60_000);
  expect(await get('said')).toBe('hello');
  expect((await client.send(new GetObjectAclCommand({ Bucket, Key: 'said' }))).Grants).toHaveLength(1);
});

test('an ACL of an object is not taken for the object', async () => {
  await put('with acl', 'contents');
  const acl = client.send(new PutObjectAclCommand({ Bucket, Key: 'with acl', ACL: 'public-read' }));
  await expect(acl).rejects.toMatchObject({ name: 'NotImplemented' });
  expect(await get('with acl')).toBe('contents');
});

test('metadata of any language is kept as UTF-8', async () => {
  await put('language', 'x', { Metadata: { word: 'grün' } });
  const { bucketId = '' } = s3.vault.bucketByName(Bucket) ?? {};
  expect(s3.vault.latest(bucketId, 'language')?.info).toEqual({ word: 'grün' });
  // Node reads header bytes as latin1.
  const { Metadata } = await client.send(new HeadObjectCommand({ Bucket, Key: 'language' }));
  expect(Buffer.from(Metadata?.['word'] ?? '', 'latin1').toString()).toBe('grün');
});

test('too much metadata is refused', async () => {
  const answer = put('much', 'x', { Metadata: { a: 'y'.repeat(7_100) } });
  await expect(answer).rejects.toMatchObject(failsWith('MetadataTooLarge', 400));
});

test('too long a name is refused', async () => {
  await expect(put('n'.repeat(1025), 'x')).rejects.toMatchObject(failsWith('KeyTooLongError', 400));
});

test('ranges', async () => {
  await put('range', '0123456789');
  const ranges: readonly (readonly [string, string, string])[] = [
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ];
  for (const [Range, text, ContentRange] of ranges) {
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'range', Range }));
    expect(got.$metadata.httpStatusCode).toBe(206);
    expect([await got.Body?.transformToString(), got.ContentRange]).toEqual([text, ContentRange]);
  }
  for (const Range of ['bytes=0-1,4-5', 'bytes=4-2', 'lines=1-2', 'bytes=-']) {
    expect(await get('range', { Range })).toBe('0123456789');
  }
  for (const Range of ['bytes=10-', 'bytes=11-12', 'bytes=-0']) {
    await expect(get('range', { Range })).rejects.toMatchObject(failsWith('InvalidRange', 416));
  }
  await put('empty', '');
  await expect(get('empty', { Range: 'bytes=0-' })).rejects.toMatchObject(failsWith('InvalidRange', 416));
});

test('a large object and its ranges stream', async () => {
  const big = Buffer.alloc(3_000_000, 'abcdefghij');
  await client.send(new PutObjectCommand({ Bucket, Key: 'big', Body: big }));
  const whole = await client.send(new GetObjectCommand({ Bucket, Key: 'big' }));
  expect(Buffer.from((await whole.Body?.transformToByteArray()) ?? []).equals(big)).toBe(true);
  expect(await get('big', { Range: 'bytes=1999999-2000002' })).toBe('jabc');
});

test('conditional reads', async () => {
  await put('if', 'hello');
  const { ETag, LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key: 'if' }));
  const at = (seconds: number) => new Date((LastModified?.getTime() ?? 0) + seconds * 1000);
  expect(await get('if', { IfMatch: ETag })).toBe('hello');
  expect(await get('if', { IfNoneMatch: '"other"' })).toBe('hello');
  expect(await get('if', { IfModifiedSince: at(-1) })).toBe('hello');
  expect(await get('if', { IfUnmodifiedSince: at(0) })).toBe('hello');
  const refused = [
    [{ IfMatch: '"other"' }, 412],
    [{ IfUnmodifiedSince: at(-1) }, 412],
    [{ IfNoneMatch: ETag }, 304],
    [{ IfNoneMatch: '*' }, 304],
    [{ IfModifiedSince: at(0) }, 304],
  ] as const;
  for (const [condition, status] of refused) {
    await expect(get('if', condition)).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
  }
});

test('conditional writes', async () => {
  await put('once', '1', { IfNoneMatch: '*' });
  await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject(
    failsWith('PreconditionFailed', 412),
  );
  expect(await get('once')).toBe('1');
  const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key: 'once' }));
  await expect(put('once', '2', { IfMatch: '"other"' })).rejects.toMatchObject(
    failsWith('PreconditionFailed', 412),
  );
  await put('once', '2', { IfMatch: ETag });
  expect(await get('once')).toBe('2');
  await expect(put('never', '1', { IfMatch: ETag })).rejects.toMatchObject(failsWith('NoSuchKey', 404));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'once' }));
  await put('once', '3', { IfNoneMatch: '*' });
});

test('of two writers who both want to be first, one is', async () => {
  const body = Buffer.alloc(400_000);
  const both = await Promise.allSettled(
    [1, 2].map(() =>
      client.send(new PutObjectCommand({ Bucket, Key: 'race', Body: body, IfNoneMatch: '*' })),
    ),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('versions and markers: what lies under a marker is still read by its version', async () => {
  const first = await put('v', 'one');
  const second = await put('v', 'two');
  const marker = await client.send(new DeleteObjectCommand({ Bucket, Key: 'v' }));
  expect(marker).toMatchObject({ DeleteMarker: true, $metadata: { httpStatusCode: 204 } });
  const key = s3.vault.firstKey();
  const raw = await rawRequest({
    url: s3.url,
    keyId: key.keyId,
    secret: key.secret,
    method: 'GET',
    path: `/${Bucket}/v`,
  });
  expect([raw.status, raw.code]).toEqual([404, 'NoSuchKey']);
  expect(raw.headers['x-amz-delete-marker']).toBe('true');
  expect(raw.headers['x-amz-version-id']).toBe(marker.VersionId);
  expect(await get('v', { VersionId: first })).toBe('one');
  expect(await get('v', { VersionId: second })).toBe('two');
  await expect(get('v', { VersionId: marker.VersionId })).rejects.toMatchObject(
    failsWith('MethodNotAllowed', 405),
  );
  const unhide = await client.send(
    new DeleteObjectCommand({ Bucket, Key: 'v', VersionId: marker.VersionId }),
  );
  expect(unhide).toMatchObject({ DeleteMarker: true, VersionId: marker.VersionId });
  expect(await get('v')).toBe('two');
  const gone = await client.send(new DeleteObjectCommand({ Bucket, Key: 'v', VersionId: second }));
  expect(gone.DeleteMarker).toBeUndefined();
  expect(await get('v')).toBe('one');
  await expect(get('v', { VersionId: second })).rejects.toMatchObject(failsWith('NoSuchVersion', 404));
});

test('a version of another name or bucket is not found', async () => {
  const version = await put('here', 'x');
  await put('there', 'y');
  await expect(get('there', { VersionId: version })).rejects.toMatchObject(failsWith('NoSuchVersion', 404));
  await expect(get('here', { VersionId: 'null' })).rejects.toMatchObject(failsWith('NoSuchVersion', 404));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'there', VersionId: version }));
  expect(await get('here')).toBe('x');
});

test('what does not exist', async () => {
  await expect(get('nothing')).rejects.toMatchObject(failsWith('NoSuchKey', 404));
  const head = client.send(new HeadObjectCommand({ Bucket, Key: 'nothing' }));
  await expect(head).rejects.toMatchObject({ name: 'NotFound' });
  const elsewhere = client.send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'a' }));
  await expect(elsewhere).rejects.toMatchObject(failsWith('NoSuchBucket', 404));
  const gone = await client.send(new DeleteObjectCommand({ Bucket, Key: 'nothing' }));
  expect(gone.DeleteMarker).toBe(true);
});

test('copies, with their metadata or new', async () => {
  await put('from me ü+', 'copied', { Metadata: { a: '1' }, ContentType: 'text/x' });
  const CopySource = `${Bucket}/${encodeURIComponent('from me ü+')}`;
  const same = await client.send(new CopyObjectCommand({ Bucket, Key: 'to', CopySource }));
  const source = await client.send(new HeadObjectCommand({ Bucket, Key: 'from me ü+' }));
  expect(same.CopyObjectResult?.ETag).toBe(source.ETag);
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).toMatchObject({
    Metadata: { a: '1' },
    ContentType: 'text/x',
    VersionId: same.VersionId,
  });
  expect(await get('to')).toBe('copied');
  const MetadataDirective = 'REPLACE';
  await client.send(
    new CopyObjectCommand({ Bucket, Key: 'to', CopySource, MetadataDirective, Metadata: { b: '2' } }),
  );
  expect((await client.send(new HeadObjectCommand({ Bucket, Key: 'to' }))).Metadata).toEqual({ b: '2' });
  const old = await client.send(
    new CopyObjectCommand({ Bucket, Key: 'again', CopySource: `${Bucket}/to?versionId=${same.VersionId}` }),
  );
  expect(old.CopySourceVersionId).toBe(same.VersionId);
});

test('copies that cannot be', async () => {
  await put('source', 'x');
  const copy = (more: object) =>
    client.send(new CopyObjectCommand({ Bucket, Key: 'target', CopySource: `${Bucket}/source`, ...more }));
  await expect(copy({ CopySource: 'nonsense' })).rejects.toMatchObject(failsWith('InvalidArgument', 400));
  await expect(copy({ CopySource: `${Bucket}/missing` })).rejects.toMatchObject(failsWith('NoSuchKey', 404));
  await expect(copy({ CopySource: 'no-such-bucket/a' })).rejects.toMatchObject(
    failsWith('NoSuchBucket', 404),
  );
  await expect(copy({ CopySourceIfMatch: '"x"' })).rejects.toMatchObject(
    failsWith('PreconditionFailed', 412),
  );
  await expect(copy({ MetadataDirective: 'GUESS' })).rejects.toMatchObject(failsWith('InvalidArgument', 400));
});

test('many deletions at once, each with its own fate', async () => {
  const version = await put('many/a', '1');
  await put('many/b', '2');
  const result = await client.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: {
        Objects: [{ Key: 'many/a', VersionId: version }, { Key: 'many/b' }, { Key: 'many/<&>"\u0001' }],
      },
    }),
  );
  expect(result.Deleted).toHaveLength(3);
  expect(result.Deleted?.[0]).toEqual({ Key: 'many/a', VersionId: version });
  expect(result.Deleted?.[1]).toMatchObject({ Key: 'many/b', DeleteMarker: true });
  const quiet = await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'many/b' }], Quiet: true } }),
  );
  expect(quiet.Deleted).toBeUndefined();
});

test('many deletions want a digest and sound XML', async () => {
  const key = s3.vault.firstKey();
  const post = (body: string, headers: Record<string, string> = {}) =>
    rawRequest({
      url: s3.url,
      keyId: key.keyId,
      secret: key.secret,
      method: 'POST',
      path: `/${Bucket}`,
      query: { delete: '' },
      headers,
      body: Buffer.from(body),
    });
  const sound = '<Delete><Object><Key>x</Key></Object></Delete>';
  const bare = await post(sound);
  expect([bare.status, bare.code]).toEqual([400, 'InvalidRequest']);
  for (const body of [
    '',
    '<Delete/>',
    '<Delete><Object></Object></Delete>',
    '<Delete><Object>',
    '<Other/>',
  ]) {
    const answer = await post(body, { 'content-md5': createHash('md5').update(body).digest('base64') });
    expect([answer.status, answer.code]).toEqual([400, 'MalformedXML']);
  }
});

test('refuses to forget what it cannot do', async () => {
  const invalid = failsWith('InvalidArgument', 400);
  await expect(put('tagged', 'x', { Tagging: 'a=b' })).rejects.toMatchObject(invalid);
  await expect(put('kms', 'x', { ServerSideEncryption: 'aws:kms' })).rejects.toMatchObject(invalid);
  await put('b2', 'x', { ServerSideEncryption: 'AES256' });
});

test('reading by part number is not served, and says so', async () => {
  await put('part', 'x');
  await expect(get('part', { PartNumber: 1 })).rejects.toMatchObject(failsWith('NotImplemented', 501));
});

test('Expect: 100-continue is answered', async () => {
  const key = s3.vault.firstKey();
  const answer = await rawRequest({
    url: s3.url,
    keyId: key.keyId,
    secret: key.secret,
    method: 'PUT',
    path: `/${Bucket}/expecting`,
    unsignedHeaders: { expect: '100-continue' },
    body: Buffer.from('content'),
  });
  expect(answer.status).toBe(200);
  expect(await get('expecting')).toBe('content');
});
