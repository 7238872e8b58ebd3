import { afterAll, beforeAll, expect, test } from 'vitest';
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { RawAnswer, RawRequest } from '../testing/raw-request.ts';
import { rawRequest, send } from '../testing/raw-request.ts';
import type { S3TestVault } from '../testing/s3-test-vault.ts';
import { openS3TestVault } from '../testing/s3-test-vault.ts';

let s3: S3TestVault;
const bucket = 'signature-bucket';

beforeAll(async () => {
  s3 = await openS3TestVault();
  s3.vault.createBucket({ name: bucket, type: 'allPrivate' });
});
afterAll(() => s3.close());

function raw(change: Partial<RawRequest>): Promise<RawAnswer> {
  const key = s3.vault.firstKey();
  return rawRequest({
    url: s3.url,
    keyId: key.keyId,
    secret: key.secret,
    method: 'GET',
    path: `/${bucket}`,
    ...change,
  });
}

test('a right signature is accepted, whatever region it names', async () => {
  expect((await raw({})).status).toBe(200);
  const elsewhere = s3.client(undefined, { region: 'us-east-1' });
  expect((await elsewhere.send(new ListBucketsCommand())).Buckets).toHaveLength(1);
});

test('names are signed as they are, not normalised', async () => {
  const client = s3.client();
  for (const Key of ['a b+c&d=e?f#g%41', "it's (very) *odd*!", 'ünïcödé/日本/😀', 'x/y//z', '~tilde,;:@$']) {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }));
    const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    expect(await got.Body?.transformToString()).toBe(Key);
  }
});

test('refuses a wrong secret', async () => {
  const answer = await raw({ secret: 'wrong' });
  expect([answer.status, answer.code]).toEqual([403, 'SignatureDoesNotMatch']);
});

test('refuses a request whose query or headers differ from what was signed', async () => {
  const added = await raw({ unsignedHeaders: { 'x-amz-meta-a': 'b' } });
  expect([added.status, added.code]).toEqual([403, 'AccessDenied']);
  const changed = await raw({ headers: { 'x-amz-meta-a': '1' }, unsignedHeaders: { 'x-amz-meta-a': '2' } });
  expect([changed.status, changed.code]).toEqual([403, 'SignatureDoesNotMatch']);
});

test('refuses unknown keys, the master key and expired keys', async () => {
  const unknown = await raw({ keyId: 'nobody' });
  expect([unknown.status, unknown.code]).toEqual([403, 'InvalidAccessKeyId']);
  const master = s3.vault.masterKey();
  const byMaster = await raw({ keyId: master.keyId, secret: master.secret });
  expect([byMaster.status, byMaster.code]).toEqual([403, 'InvalidAccessKeyId']);
  expect(byMaster.text).toContain('master');
  const short = s3.keyWith(['listFiles'], { validSeconds: 60 });
  expect((await raw({ keyId: short.keyId, secret: short.secret })).status).toBe(200);
  s3.vault.advance(61_000);
  const expired = await raw({ keyId: short.keyId, secret: short.secret });
  expect([expired.status, expired.code]).toEqual([403, 'InvalidAccessKeyId']);
  expect(expired.text).toContain('expired');
});

test('refuses requests signed more than 15 minutes from now', async () => {
  for (const by of [-16, 30]) {
    const answer = await raw({ signedAt: Date.now() + by * 60_000 });
    expect([answer.status, answer.code]).toEqual([403, 'RequestTimeTooSkewed']);
  }
  expect((await raw({ signedAt: Date.now() - 14 * 60_000 })).status).toBe(200);
});

test('refuses what carries no usable signature', async () => {
  const none = await send(s3.url, 'GET', `/${bucket}`);
  expect([none.status, none.code]).toEqual([403, 'AccessDenied']);
  const old = await send(s3.url, 'GET', `/${bucket}`, { headers: { authorization: 'AWS key:signature' } });
  expect([old.status, old.code]).toEqual([400, 'InvalidRequest']);
  const half = await send(s3.url, 'GET', `/${bucket}`, {
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/b' },
  });
  expect([half.status, half.code]).toEqual([400, 'AuthorizationHeaderMalformed']);
  const query = await send(s3.url, 'GET', `/${bucket}?X-Amz-Algorithm=AWS4-HMAC-SHA256`);
  expect([query.status, query.code]).toEqual([400, 'AuthorizationQueryParametersError']);
  const day = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const wrongScope = await send(s3.url, 'GET', `/${bucket}`, {
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=a/19990101/r/s3/aws4_request, SignedHeaders=host, Signature=00`,
      'x-amz-date': day,
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    },
  });
  expect([wrongScope.status, wrongScope.code]).toEqual([400, 'AuthorizationHeaderMalformed']);
});

test('refuses paths and queries that are no UTF-8', async () => {
  for (const path of ['/bucket/%ff', '/bucket?prefix=%ff', '/bucket/%zz']) {
    const answer = await send(s3.url, 'GET', path);
    expect([answer.status, answer.code]).toEqual([400, 'InvalidURI']);
  }
});

test("a client that took the vault's clock from an answer, or did not, is served after the clock moved", async () => {
  const key = s3.vault.firstKey();
  const url = { url: s3.url, keyId: key.keyId, secret: key.secret, method: 'GET', path: `/${bucket}` };
  s3.vault.advance(40 * 86_400_000);
  for (const signedAt of [Date.now(), Date.now() + 20 * 86_400_000, s3.vault.now()]) {
    expect((await rawRequest({ ...url, signedAt })).status).toBe(200);
  }
  const beyond = await rawRequest({ ...url, signedAt: s3.vault.now() + 16 * 60_000 });
  expect([beyond.status, beyond.code]).toEqual([403, 'RequestTimeTooSkewed']);
});
