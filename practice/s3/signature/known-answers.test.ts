import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { AwsChunkedDecoder } from '../payload/aws-chunked-decoder.ts';
import { ChunkSignatures } from '../payload/chunk-signature.ts';
import { SigningKeys } from './signing-key.ts';
import { verifySignature } from './verify-signature.ts';

// The worked examples of Amazon's S3 documentation ("Authenticating Requests: Signature Version 4").
const keyId = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const now = Date.parse('2013-05-24T00:00:00Z');
const context = { signingKeys: new SigningKeys(), secretOf: () => secret, clocks: { real: now, vault: now } };
const at = (instant: number) => ({ real: instant, vault: instant });
const scope = '20130524/us-east-1/s3/aws4_request';
const emptyHash = createHash('sha256').digest('hex');

function authorization(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${keyId}/${scope},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

test('a GET with a range', () => {
  const verified = verifySignature(
    {
      method: 'GET',
      path: '/test.txt',
      query: [],
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        range: 'bytes=0-9',
        'x-amz-content-sha256': emptyHash,
        'x-amz-date': '20130524T000000Z',
        authorization: authorization(
          'host;range;x-amz-content-sha256;x-amz-date',
          'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
        ),
      },
    },
    context,
  );
  expect(verified.keyId).toBe(keyId);
});

test('a PUT of a name with a special character', () => {
  verifySignature(
    {
      method: 'PUT',
      path: '/test$file.text',
      query: [],
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
        'x-amz-date': '20130524T000000Z',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        authorization: authorization(
          'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
          '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
        ),
      },
    },
    context,
  );
});

test('a listing with a query', () => {
  verifySignature(
    {
      method: 'GET',
      path: '/',
      query: [
        ['max-keys', '2'],
        ['prefix', 'J'],
      ],
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        'x-amz-content-sha256': emptyHash,
        'x-amz-date': '20130524T000000Z',
        authorization: authorization(
          'host;x-amz-content-sha256;x-amz-date',
          '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
        ),
      },
    },
    context,
  );
});

test('a presigned GET, for a day and no longer', () => {
  const request = {
    method: 'GET',
    path: '/test.txt',
    query: [
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', `${keyId}/${scope}`],
      ['X-Amz-Date', '20130524T000000Z'],
      ['X-Amz-Expires', '86400'],
      ['X-Amz-SignedHeaders', 'host'],
      ['X-Amz-Signature', 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'],
    ],
    headers: { host: 'examplebucket.s3.amazonaws.com' },
  } as const;
  verifySignature(request, context);
  verifySignature(request, { ...context, clocks: at(now + 86_400_000) });
  expect(() => verifySignature(request, { ...context, clocks: at(now + 86_400_001) })).toThrow('expired');
  expect(() => verifySignature(request, { ...context, clocks: at(now - 900_001) })).toThrow('not yet valid');
});

const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
const chunks = [
  ['10000', 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648', 'a'.repeat(65_536)],
  ['400', '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497', 'a'.repeat(1024)],
  ['0', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9', ''],
] as const;

function chunkedRequest(): ReturnType<typeof verifySignature> {
  return verifySignature(
    {
      method: 'PUT',
      path: '/examplebucket/chunkObject.txt',
      query: [],
      headers: {
        host: 's3.amazonaws.com',
        'content-encoding': 'aws-chunked',
        'content-length': '66824',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'x-amz-date': '20130524T000000Z',
        'x-amz-decoded-content-length': '66560',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        authorization: authorization(
          'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
          seed,
        ),
      },
    },
    context,
  );
}

test('a body of signed chunks, however it is cut on the way', () => {
  const body = Buffer.from(
    chunks.map(([size, signature, data]) => `${size};chunk-signature=${signature}\r\n${data}\r\n`).join(''),
  );
  expect(body.length).toBe(66_824);
  for (const step of [1, 7, 1000, body.length]) {
    const decoder = new AwsChunkedDecoder(new ChunkSignatures(chunkedRequest()));
    let size = 0;
    for (let at = 0; at < body.length; at += step) {
      for (const piece of decoder.push(body.subarray(at, at + step))) size += piece.length;
    }
    expect(decoder.end().size).toBe(0);
    expect(size).toBe(66_560);
  }
});

test('one changed byte in a signed chunk is refused', () => {
  const [first] = chunks;
  const body = Buffer.from(`${first[0]};chunk-signature=${first[1]}\r\n${first[2]}\r\n`);
  body[5000] = 98;
  const decoder = new AwsChunkedDecoder(new ChunkSignatures(chunkedRequest()));
  expect(() => decoder.push(body)).toThrow('chunk or trailer signature');
});
