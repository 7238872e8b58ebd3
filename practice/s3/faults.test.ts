import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rawRequest } from './testing/raw-request.ts';
import type { S3TestVault } from './testing/s3-test-vault.ts';
import { openS3TestVault } from './testing/s3-test-vault.ts';

let s3: S3TestVault;
let bucketId = '';
const Bucket = 'faults-bucket';

beforeAll(async () => {
  s3 = await openS3TestVault();
  ({ bucketId } = s3.vault.createBucket({ name: Bucket, type: 'allPrivate' }));
});
beforeEach(() => {
  s3.faults.clear();
  s3.counts.reset();
});
afterAll(() => s3.close());

const put = (Key: string, Body: string | Buffer = 'x') =>
  s3.client().send(new PutObjectCommand({ Bucket, Key, Body }));

test('answers with a status, Retry-After and a code; without effect', async () => {
  s3.faults.add([
    {
      match: { operation: 'PutObject', key: 'busy' },
      times: 1,
      action: { kind: 'status', status: 503, retryAfter: 7 },
    },
    {
      match: { operation: 'PutObject', key: 'cap' },
      times: 1,
      action: { kind: 'status', status: 403, code: 'Capped' },
    },
  ]);
  const key = s3.vault.firstKey();
  const answer = await rawRequest({
    url: s3.url,
    keyId: key.keyId,
    secret: key.secret,
    method: 'PUT',
    path: `/${Bucket}/busy`,
    body: Buffer.alloc(1_000_000),
  });
  expect([answer.status, answer.code, answer.headers['retry-after']]).toEqual([503, 'SlowDown', '7']);
  expect(s3.vault.latest(bucketId, 'busy')).toBeUndefined();
  await expect(put('cap')).rejects.toMatchObject({ name: 'Capped' });
  await put('busy');
  expect(s3.counts.all()).toEqual({ s3: { PutObject: 3 } });
});

test('the stock SDK retries what is retryable', async () => {
  s3.faults.add([{ match: { api: 's3' }, times: 1, action: { kind: 'status', status: 503, retryAfter: 0 } }]);
  const patient = s3.client(undefined, { maxAttempts: 2 });
  await patient.send(new PutObjectCommand({ Bucket, Key: 'again', Body: 'x' }));
  expect(s3.counts.all()).toEqual({ s3: { PutObject: 2 } });
});

test('drops the connection before or after the effect', async () => {
  s3.faults.add([
    { match: { key: 'before' }, times: 1, action: { kind: 'drop-before' } },
    { match: { operation: 'PutObject', key: 'after' }, times: 1, action: { kind: 'drop-after' } },
    { match: { operation: 'GetObject', key: 'after' }, times: 1, action: { kind: 'drop-after' } },
  ]);
  await expect(put('before')).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(s3.vault.latest(bucketId, 'before')).toBeUndefined();
  await expect(put('after', Buffer.alloc(300_000))).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(s3.vault.latest(bucketId, 'after')?.size).toBe(300_000);
  await expect(s3.client().send(new GetObjectCommand({ Bucket, Key: 'after' }))).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
  const { Body } = await s3.client().send(new GetObjectCommand({ Bucket, Key: 'after' }));
  expect((await Body?.transformToByteArray())?.length).toBe(300_000);
});

test('an expired token, and a slow answer', async () => {
  s3.faults.add([
    { match: { operation: 'ListObjectsV2' }, times: 1, action: { kind: 'expired-token' } },
    { match: { operation: 'ListObjectsV2' }, times: 1, action: { kind: 'slow', ms: 1 } },
  ]);
  const list = () => s3.client().send(new ListObjectsV2Command({ Bucket }));
  await expect(list()).rejects.toMatchObject({ name: 'ExpiredToken' });
  await list();
  expect(s3.faults.all().map(({ fired }) => fired)).toEqual([1, 1]);
});

test('a client that goes away in the middle leaves nothing and hurts nobody', async () => {
  const incoming = () => readdirSync(join(s3.dir, 'incoming'));
  const leaving = new AbortController();
  const Body = new Readable({ read: () => undefined });
  Body.push(Buffer.alloc(3_000_000));
  const put = s3
    .client(undefined, { requestChecksumCalculation: 'WHEN_REQUIRED' })
    .send(new PutObjectCommand({ Bucket, Key: 'left', Body, ContentLength: 9_000_000 }), {
      abortSignal: leaving.signal,
    });
  const outcome = put.then(
    () => 'stored',
    (error: Error) => error.name,
  );
  await expect.poll(incoming).toHaveLength(1);
  leaving.abort();
  expect(await outcome).toBe('AbortError');
  await expect.poll(incoming).toHaveLength(0);
  await s3.client().send(new HeadBucketCommand({ Bucket }));
  expect(s3.vault.latest(bucketId, 'left')).toBeUndefined();
});

test('as B2 it answers 501 to a conditional PUT, and stores nothing', async () => {
  const like = await openS3TestVault({ refuseConditionalPut: true });
  like.vault.createBucket({ name: Bucket, type: 'allPrivate' });
  const client = like.client();
  for (const condition of [{ IfNoneMatch: '*' }, { IfMatch: '"x"' }])
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: 'conditional', Body: 'x', ...condition })),
    ).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
  await client.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'x' }));
  const listed = await client.send(new ListObjectsV2Command({ Bucket }));
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['plain']);
  await like.close();
});
