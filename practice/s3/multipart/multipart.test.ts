import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { S3TestVault } from '../testing/s3-test-vault.ts';
import { openS3TestVault } from '../testing/s3-test-vault.ts';

let s3: S3TestVault;
let client: S3Client;
const Bucket = 'multipart-bucket';
const part = Buffer.alloc(5_000_000, 'part one ');
const tail = Buffer.from('the last one may be small');

beforeAll(async () => {
  s3 = await openS3TestVault();
  s3.vault.createBucket({ name: Bucket, type: 'allPrivate', lockEnabled: true });
  client = s3.client();
});
afterAll(() => s3.close());

const refusal = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });

async function start(Key: string, more: object = {}): Promise<string> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return UploadId ?? '';
}

async function upload(
  Key: string,
  UploadId: string,
  PartNumber: number,
  Body: Buffer,
): Promise<CompletedPart> {
  const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  return { ETag, PartNumber };
}

function complete(Key: string, UploadId: string, Parts: CompletedPart[], more: object = {}) {
  return client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }),
  );
}

test('parts become one object with the lock and metadata of its start', async () => {
  const until = new Date(s3.vault.now() + 86_400_000);
  const id = await start('whole', {
    Metadata: { a: 'b' },
    ObjectLockMode: 'COMPLIANCE',
    ObjectLockRetainUntilDate: until,
  });
  const second = await upload('whole', id, 2, tail);
  await upload('whole', id, 1, Buffer.alloc(5_000_000));
  const first = await upload('whole', id, 1, part);
  const listed = await client.send(new ListPartsCommand({ Bucket, Key: 'whole', UploadId: id, MaxParts: 1 }));
  expect(listed.Parts).toMatchObject([{ PartNumber: 1, Size: part.length, ETag: first.ETag }]);
  expect([listed.IsTruncated, listed.NextPartNumberMarker]).toEqual([true, '1']);
  const rest = await client.send(
    new ListPartsCommand({
      Bucket,
      Key: 'whole',
      UploadId: id,
      PartNumberMarker: listed.NextPartNumberMarker,
    }),
  );
  expect([rest.Parts?.length, rest.IsTruncated]).toEqual([1, false]);
  const done = await complete('whole', id, [first, second]);
  const md5 = (data: Buffer) => createHash('md5').update(data).digest();
  expect(done.ETag).toBe(`"${md5(Buffer.concat([md5(part), md5(tail)])).toString('hex')}-2"`);
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'whole', VersionId: done.VersionId }));
  expect(got).toMatchObject({
    Metadata: { a: 'b' },
    ObjectLockMode: 'COMPLIANCE',
    ObjectLockRetainUntilDate: until,
  });
  const bytes = Buffer.from((await got.Body?.transformToByteArray()) ?? []);
  expect(bytes.equals(Buffer.concat([part, tail]))).toBe(true);
  const across = await client.send(
    new GetObjectCommand({ Bucket, Key: 'whole', Range: `bytes=${part.length - 2}-${part.length + 2}` }),
  );
  expect(await across.Body?.transformToString()).toBe(
    part.subarray(-2).toString() + tail.subarray(0, 3).toString(),
  );
  await expect(
    client.send(new DeleteObjectCommand({ Bucket, Key: 'whole', VersionId: done.VersionId })),
  ).rejects.toMatchObject(refusal('AccessDenied', 403));
});

test('parts can be copied from objects', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: part }));
  const id = await start('copied');
  const copy = async (PartNumber: number, CopySourceRange?: string): Promise<CompletedPart> => {
    const CopySource = `${Bucket}/source`;
    const { CopyPartResult } = await client.send(
      new UploadPartCopyCommand({
        Bucket,
        Key: 'copied',
        UploadId: id,
        PartNumber,
        CopySource,
        CopySourceRange,
      }),
    );
    return { ETag: CopyPartResult?.ETag, PartNumber };
  };
  await complete('copied', id, [await copy(1), await copy(2, 'bytes=5-8')]);
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'copied' }));
  expect(head.ContentLength).toBe(part.length + 4);
  const other = await start('copied');
  await expect(
    client.send(
      new UploadPartCopyCommand({
        Bucket,
        Key: 'copied',
        UploadId: other,
        PartNumber: 1,
        CopySource: `${Bucket}/source`,
        CopySourceRange: 'bytes=5-99999999',
      }),
    ),
  ).rejects.toMatchObject(refusal('InvalidArgument', 400));
});

describe('refused', () => {
  test('uploads that are not there, are over, or of another name', async () => {
    const id = await start('mine');
    await expect(upload('other', id, 1, tail)).rejects.toMatchObject(refusal('NoSuchUpload', 404));
    await expect(upload('mine', 'nonsense', 1, tail)).rejects.toMatchObject(refusal('NoSuchUpload', 404));
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'mine', UploadId: id }));
    await expect(upload('mine', id, 1, tail)).rejects.toMatchObject(refusal('NoSuchUpload', 404));
    await expect(
      client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'mine', UploadId: id })),
    ).rejects.toMatchObject(refusal('NoSuchUpload', 404));
    await expect(
      client.send(new ListPartsCommand({ Bucket, Key: 'mine', UploadId: id })),
    ).rejects.toMatchObject(refusal('NoSuchUpload', 404));
  });

  test('part numbers outside 1 to 10,000', async () => {
    const id = await start('numbers');
    for (const number of [0, 10_001]) {
      await expect(upload('numbers', id, number, tail)).rejects.toMatchObject(
        refusal('InvalidArgument', 400),
      );
    }
  });

  test('completions with missing, wrong, small, unordered or no parts', async () => {
    const id = await start('parts');
    const first = await upload('parts', id, 1, part);
    const small = await upload('parts', id, 2, tail);
    const last = await upload('parts', id, 3, tail);
    const invalid = refusal('InvalidPart', 400);
    await expect(complete('parts', id, [first, { PartNumber: 4, ETag: '"x"' }])).rejects.toMatchObject(
      invalid,
    );
    await expect(complete('parts', id, [{ PartNumber: 1, ETag: '"x"' }])).rejects.toMatchObject(invalid);
    await expect(complete('parts', id, [small, first])).rejects.toMatchObject(
      refusal('InvalidPartOrder', 400),
    );
    await expect(complete('parts', id, [first, small, last])).rejects.toMatchObject(
      refusal('EntityTooSmall', 400),
    );
    await expect(complete('parts', id, [])).rejects.toMatchObject(refusal('MalformedXML', 400));
    await complete('parts', id, [first, last]);
    await expect(complete('parts', id, [first, last])).rejects.toMatchObject(refusal('NoSuchUpload', 404));
  });

  test('a completion over a name that should not exist yet', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'exists', Body: 'x' }));
    const id = await start('exists');
    const only = await upload('exists', id, 1, tail);
    await expect(complete('exists', id, [only], { IfNoneMatch: '*' })).rejects.toMatchObject(
      refusal('PreconditionFailed', 412),
    );
    await complete('exists', id, [only]);
  });
});
