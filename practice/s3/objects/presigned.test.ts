import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VaultKey } from '../../vault/vault-key.ts';
import type { S3TestVault } from '../testing/s3-test-vault.ts';
import { openS3TestVault } from '../testing/s3-test-vault.ts';

let s3: S3TestVault;
const bucket = 'presigned-bucket';

beforeAll(async () => {
  s3 = await openS3TestVault();
  s3.vault.createBucket({ name: bucket, type: 'allPrivate' });
});
afterAll(() => s3.close());

type Presign = {
  readonly key?: VaultKey;
  readonly expires?: number | string;
  readonly signedAt?: number;
  readonly more?: Readonly<Record<string, string>>;
};

/** As any presigner makes it: only the host is signed, the body is not. */
function presign(method: string, name: string, options: Presign = {}): string {
  const { key = s3.vault.firstKey(), expires = 60, signedAt = Date.now(), more = {} } = options;
  const amzDate = new Date(signedAt).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const day = amzDate.slice(0, 8);
  const scope = `${day}/practice/s3/aws4_request`;
  const parameters: Record<string, string> = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${key.keyId}/${scope}`,
    'X-Amz-Date': amzDate,
    'X-Amz-Expires': String(expires),
    'X-Amz-SignedHeaders': 'host',
    ...more,
  };
  const query = Object.entries(parameters)
    .map(([parameter, value]) => `${encodeURIComponent(parameter)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  const path = `/${bucket}/${name}`;
  const canonical = `${method}\n${path}\n${query}\nhost:${new URL(s3.url).host}\n\nhost\nUNSIGNED-PAYLOAD`;
  const hmac = (secret: string | Buffer, text: string) => createHmac('sha256', secret).update(text).digest();
  const signing = hmac(hmac(hmac(hmac(`AWS4${key.secret}`, day), 'practice'), 's3'), 'aws4_request');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const signature = hmac(signing, `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${hash}`).toString('hex');
  return `${s3.url}${path}?${query}&X-Amz-Signature=${signature}`;
}

test('a presigned PUT and GET work for anybody who has them', async () => {
  const put = await fetch(presign('PUT', 'note'), { method: 'PUT', body: 'by url' });
  expect(put.status).toBe(200);
  const more = {
    'response-content-type': 'text/x-test',
    'response-content-disposition': 'attachment; filename="a b"',
  };
  const got = await fetch(presign('GET', 'note', { more }));
  expect(await got.text()).toBe('by url');
  expect(got.headers.get('content-type')).toBe('text/x-test');
  expect(got.headers.get('content-disposition')).toBe('attachment; filename="a b"');
});

test('refuses them for another method, changed, expired, or from a key that may not', async () => {
  const read = presign('GET', 'note');
  expect((await fetch(read, { method: 'PUT', body: 'x' })).status).toBe(403);
  expect((await fetch(read.replace('/note', '/other'))).status).toBe(403);
  const expired = await fetch(presign('GET', 'note', { signedAt: Date.now() - 61_000 }));
  expect([expired.status, await expired.text()]).toEqual([403, expect.stringContaining('expired')]);
  for (const expires of [0, 604_801, 'x']) {
    expect((await fetch(presign('GET', 'note', { expires }))).status).toBe(400);
  }
  const weak = await fetch(presign('GET', 'note', { key: s3.keyWithout('readFiles') }));
  expect([weak.status, await weak.text()]).toEqual([403, expect.stringContaining('AccessDenied')]);
  const split = await fetch(presign('GET', 'note', { more: { 'response-content-type': 'a\r\nb: c' } }));
  expect(split.status).toBe(400);
});
