import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { ChecksumAlgorithm, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RawAnswer, RawRequest } from '../testing/raw-request.ts';
import { rawRequest } from '../testing/raw-request.ts';
import type { S3TestVault } from '../testing/s3-test-vault.ts';
import { openS3TestVault } from '../testing/s3-test-vault.ts';

let s3: S3TestVault;
let bucketId = '';
const bucket = 'payload-bucket';
const data = Buffer.from('0123456789'.repeat(20_000));

beforeAll(async () => {
  s3 = await openS3TestVault();
  ({ bucketId } = s3.vault.createBucket({ name: bucket, type: 'allPrivate' }));
});
afterAll(() => s3.close());

function put(change: Partial<RawRequest>): Promise<RawAnswer> {
  const key = s3.vault.firstKey();
  return rawRequest({
    url: s3.url,
    keyId: key.keyId,
    secret: key.secret,
    method: 'PUT',
    path: `/${bucket}/raw`,
    ...change,
  });
}

async function stored(): Promise<Buffer> {
  const version = s3.vault.latest(bucketId, 'raw');
  return version === undefined
    ? Buffer.alloc(0)
    : Buffer.concat(await s3.vault.readContent(version).toArray());
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('base64');
const crc = (bytes: Buffer) => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(crc32(bytes));
  return out.toString('base64');
};

describe('the stock SDK', () => {
  const settings: Readonly<Record<string, S3ClientConfig>> = {
    defaults: {},
    'checksums only when required': {
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    },
  };
  for (const [name, setting] of Object.entries(settings)) {
    test(`${name}: buffer and stream bodies arrive`, async () => {
      const client = s3.client(undefined, setting);
      const bodies = [data, Buffer.alloc(0), Readable.from(data)];
      for (const [index, Body] of bodies.entries()) {
        const ContentLength = index === 1 ? 0 : data.length;
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: `sdk-${index}`, Body, ContentLength }));
        const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `sdk-${index}` }));
        const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
        expect(bytes.equals(index === 1 ? Buffer.alloc(0) : data)).toBe(true);
      }
    });
  }

  for (const algorithm of Object.values(ChecksumAlgorithm)) {
    if (!['CRC32', 'CRC32C', 'SHA1', 'SHA256'].includes(algorithm)) continue;
    test(`${algorithm}: sent in header and trailer, verified, given back`, async () => {
      const client = s3.client();
      for (const Body of [data, Readable.from(data)]) {
        const Key = `sdk-${algorithm}`;
        const ContentLength = data.length;
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key, Body, ContentLength, ChecksumAlgorithm: algorithm }),
        );
        const got = await client.send(new GetObjectCommand({ Bucket: bucket, Key, ChecksumMode: 'ENABLED' }));
        expect((await got.Body?.transformToByteArray())?.length).toBe(data.length);
        expect(got[`Checksum${algorithm}` as 'ChecksumCRC32']).toBeTruthy();
      }
    });
  }
});

describe('known checksums of "123456789"', () => {
  const nine = Buffer.from('123456789');
  const known = {
    crc32: Buffer.from('cbf43926', 'hex').toString('base64'),
    crc32c: Buffer.from('e3069283', 'hex').toString('base64'),
    crc64nvme: Buffer.from('ae8b14860a799888', 'hex').toString('base64'),
    sha1: createHash('sha1').update(nine).digest('base64'),
    sha256: createHash('sha256').update(nine).digest('base64'),
  };
  for (const [algorithm, value] of Object.entries(known)) {
    test(algorithm, async () => {
      const header = `x-amz-checksum-${algorithm}`;
      const right = await put({ body: nine, headers: { [header]: value } });
      expect([right.status, right.headers[header]]).toEqual([200, value]);
      const wrong = await put({ body: Buffer.from('123456780'), headers: { [header]: value } });
      expect([wrong.status, wrong.code]).toEqual([400, 'BadDigest']);
      const nonsense = await put({ body: nine, headers: { [header]: 'AAA=' } });
      expect([nonsense.status, nonsense.code]).toEqual([400, 'InvalidRequest']);
    });
  }

  test('two at once', async () => {
    const headers = { 'x-amz-checksum-crc32': known.crc32, 'x-amz-checksum-sha1': known.sha1 };
    const answer = await put({ body: nine, headers });
    expect([answer.status, answer.code]).toEqual([400, 'InvalidRequest']);
  });
});

test('Content-MD5 is compared', async () => {
  expect((await put({ body: data, headers: { 'content-md5': md5(data) } })).status).toBe(200);
  const wrong = await put({ body: data, headers: { 'content-md5': md5(Buffer.from('other')) } });
  expect([wrong.status, wrong.code]).toEqual([400, 'BadDigest']);
  const nonsense = await put({ body: data, headers: { 'content-md5': 'abc' } });
  expect([nonsense.status, nonsense.code]).toEqual([400, 'InvalidDigest']);
});

test('a wrong payload hash is refused and nothing is kept', async () => {
  await put({ body: Buffer.from('before') });
  const other = createHash('sha256').update('other').digest('hex');
  const answer = await put({ body: data, payloadHash: other });
  expect([answer.status, answer.code]).toEqual([400, 'XAmzContentSHA256Mismatch']);
  expect((await stored()).toString()).toBe('before');
});

test('UNSIGNED-PAYLOAD is taken as it is; other words are refused', async () => {
  expect((await put({ body: data, payloadHash: 'UNSIGNED-PAYLOAD' })).status).toBe(200);
  for (const payloadHash of ['STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD', 'nonsense', 'A'.repeat(64)]) {
    const answer = await put({ body: data, payloadHash });
    expect([answer.status, answer.code]).toEqual([400, 'InvalidArgument']);
  }
});

describe('signed chunks', () => {
  const payloadHash = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  const headers = {
    'content-encoding': 'aws-chunked,gzip',
    'x-amz-decoded-content-length': String(data.length),
  };
  const end = Buffer.from('\r\n');

  test('arrive, and aws-chunked is not kept as a content encoding', async () => {
    const answer = await put({
      payloadHash,
      headers,
      body: (signer) =>
        Buffer.concat([
          signer.chunk(data.subarray(0, 70_000)),
          signer.chunk(data.subarray(70_000)),
          signer.chunk(Buffer.alloc(0)),
          end,
        ]),
    });
    expect(answer.status).toBe(200);
    expect((await stored()).equals(data)).toBe(true);
    expect(s3.vault.latest(bucketId, 'raw')?.info).toEqual({ 'b2-content-encoding': 'gzip' });
  });

  test('a wrong signature of one chunk, of the last, or none is refused', async () => {
    const bodies: readonly RawRequest['body'][] = [
      (signer) => {
        const chunk = signer.chunk(data);
        chunk[100] = 88;
        return Buffer.concat([chunk, signer.chunk(Buffer.alloc(0)), end]);
      },
      (signer) =>
        Buffer.concat([signer.chunk(data), Buffer.from(`0;chunk-signature=${'0'.repeat(64)}\r\n\r\n`)]),
    ];
    for (const body of bodies) {
      const answer = await put({ payloadHash, headers, ...(body && { body }) });
      expect([answer.status, answer.code]).toEqual([403, 'SignatureDoesNotMatch']);
    }
    const none = await put({
      payloadHash,
      headers,
      body: () =>
        Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n0\r\n\r\n')]),
    });
    expect([none.status, none.code]).toEqual([400, 'InvalidRequest']);
  });

  test('a body that ends early, or is not as long as it says, is refused', async () => {
    const early = await put({ payloadHash, headers, body: (signer) => signer.chunk(data) });
    expect([early.status, early.code]).toEqual([400, 'IncompleteBody']);
    const short = await put({
      payloadHash,
      headers: { ...headers, 'x-amz-decoded-content-length': String(data.length + 1) },
      body: (signer) => Buffer.concat([signer.chunk(data), signer.chunk(Buffer.alloc(0)), end]),
    });
    expect([short.status, short.code]).toEqual([400, 'IncompleteBody']);
    const long = await put({
      payloadHash,
      headers: { ...headers, 'x-amz-decoded-content-length': '10' },
      body: (signer) => Buffer.concat([signer.chunk(data), signer.chunk(Buffer.alloc(0)), end]),
    });
    expect([long.status, long.code]).toEqual([400, 'IncompleteBody']);
    const unsaid = await put({ payloadHash, body: (signer) => signer.chunk(data) });
    expect([unsaid.status, unsaid.code]).toEqual([411, 'MissingContentLength']);
  });

  test('with a signed trailer', async () => {
    const trailing = { ...headers, 'x-amz-trailer': 'x-amz-checksum-crc32' };
    const send = (lines: string, spoil = false) =>
      put({
        payloadHash: `${payloadHash}-TRAILER`,
        headers: trailing,
        body: (signer) => {
          const body = Buffer.concat([
            signer.chunk(data),
            signer.chunk(Buffer.alloc(0)),
            signer.trailer(lines),
          ]);
          if (spoil) body[body.length - 5] = body[body.length - 5] === 48 ? 49 : 48;
          return body;
        },
      });
    const line = `x-amz-checksum-crc32:${crc(data)}\n`;
    expect((await send(line)).status).toBe(200);
    const spoiled = await send(line, true);
    expect([spoiled.status, spoiled.code]).toEqual([403, 'SignatureDoesNotMatch']);
    const wrong = await send(`x-amz-checksum-crc32:${crc(Buffer.from('other'))}\n`);
    expect([wrong.status, wrong.code]).toEqual([400, 'BadDigest']);
  });
});

describe('unsigned chunks with a trailer', () => {
  const payloadHash = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const headers = {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(data.length),
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };
  const body = (trailer: string) =>
    Buffer.concat([
      Buffer.from(`${data.length.toString(16)}\r\n`),
      data,
      Buffer.from(`\r\n0\r\n${trailer}\r\n`),
    ]);

  test('arrive; a wrong or missing checksum is refused', async () => {
    const right = await put({
      payloadHash,
      headers,
      body: () => body(`x-amz-checksum-crc32:${crc(data)}\r\n`),
    });
    expect(right.status).toBe(200);
    expect((await stored()).equals(data)).toBe(true);
    const wrong = await put({ payloadHash, headers, body: () => body('x-amz-checksum-crc32:AAAAAA==\r\n') });
    expect([wrong.status, wrong.code]).toEqual([400, 'BadDigest']);
    const missing = await put({ payloadHash, headers, body: () => body('') });
    expect([missing.status, missing.code]).toEqual([400, 'InvalidRequest']);
  });

  test('wrong framing and unknown trailers are refused', async () => {
    const framing = await put({ payloadHash, headers, body: () => data });
    expect([framing.status, framing.code]).toEqual([400, 'InvalidRequest']);
    const unknown = await put({
      payloadHash,
      headers: { ...headers, 'x-amz-trailer': 'x-amz-checksum-md4' },
      body: () => body(''),
    });
    expect([unknown.status, unknown.code]).toEqual([400, 'InvalidRequest']);
  });
});

test('legacy mode refuses checksum headers as B2 did, and takes Content-MD5', async () => {
  const old = await openS3TestVault({ legacyChecksums: true });
  try {
    old.vault.createBucket({ name: bucket, type: 'allPrivate' });
    const command = (extra: object) =>
      new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: data, ...extra });
    await expect(old.client().send(command({}))).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: expect.stringMatching(
        /^Unsupported header 'x-amz-.*' received for this API call\.$/,
      ) as string,
    });
    const quiet = old.client(undefined, {
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    await quiet.send(command({ ContentMD5: md5(data) }));
    await quiet.send(new GetObjectCommand({ Bucket: bucket, Key: 'k' }));
  } finally {
    await old.close();
  }
});
