import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { ListObjectVersionsCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { S3TestVault } from '../testing/s3-test-vault.ts';
import { openS3TestVault } from '../testing/s3-test-vault.ts';

let s3: S3TestVault;
let client: S3Client;
const Bucket = 'listing-bucket';
const names = ['a', 'dir/1', 'dir/2', 'dir/sub/3', 'dir!', 'e&<f>', 'späť', 'z/9', '😀'];
const inOrder = [...names].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));

beforeAll(async () => {
  s3 = await openS3TestVault();
  s3.vault.createBucket({ name: Bucket, type: 'allPrivate' });
  client = s3.client();
  for (const Key of names) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'hidden', Body: 'x' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'hidden' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'newer' }));
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'newest' }));
});
afterAll(() => s3.close());

const refusal = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });

describe('ListObjectsV2', () => {
  test('names in byte order, in pages of any size, hidden ones left out', async () => {
    for (const MaxKeys of [1, 2, 3, 1000]) {
      const found: string[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket, MaxKeys })) {
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        found.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      }
      expect(found).toEqual(inOrder);
    }
  });

  test('folders, counted as entries, in pages of any size', async () => {
    for (const MaxKeys of [1, 2, 1000]) {
      const found: string[] = [];
      for await (const page of paginateListObjectsV2({ client }, { Bucket, MaxKeys, Delimiter: '/' })) {
        found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''));
        found.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
      }
      expect(found.sort()).toEqual(['a', 'dir!', 'dir/', 'e&<f>', 'späť', 'z/', '😀'].sort());
    }
    const inside = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'dir/', Delimiter: '/' }));
    expect(inside.Contents?.map(({ Key }) => Key)).toEqual(['dir/1', 'dir/2']);
    expect(inside.CommonPrefixes).toEqual([{ Prefix: 'dir/sub/' }]);
  });

  test('start after, owner, encoding, size', async () => {
    const after = await client.send(
      new ListObjectsV2Command({ Bucket, StartAfter: 'dir/2', FetchOwner: true }),
    );
    expect(after.Contents?.[0]?.Key).toBe('dir/sub/3');
    expect(after.Contents?.[0]?.Owner?.ID).toBe(s3.vault.accountId);
    const encoded = await client.send(
      new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: 'e&' }),
    );
    expect(encoded.EncodingType).toBe('url');
    expect(encoded.Contents).toMatchObject([{ Key: 'e%26%3Cf%3E', Size: 5, StorageClass: 'STANDARD' }]);
    const none = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
    expect([none.KeyCount, none.IsTruncated]).toEqual([0, false]);
  });

  test('refuses nonsense', async () => {
    const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, ...more }));
    const invalid = refusal('InvalidArgument', 400);
    await expect(list({ ContinuationToken: '%%%' })).rejects.toMatchObject(invalid);
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject(invalid);
    await expect(list({ EncodingType: 'rot13' })).rejects.toMatchObject(invalid);
  });
});

test('ListObjects (V1) pages by marker', async () => {
  const found: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await client.send(new ListObjectsCommand({ Bucket, MaxKeys: 2, Marker }));
    found.push(...(page.Contents ?? []).map(({ Key }) => Key ?? ''));
    Marker = page.IsTruncated === true ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  expect(found).toEqual(inOrder);
});

describe('ListObjectVersions', () => {
  async function all(more: object): Promise<string[]> {
    const found: string[] = [];
    let markers: Pick<ListObjectVersionsCommandOutput, 'NextKeyMarker' | 'NextVersionIdMarker'> = {};
    do {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({
          Bucket,
          KeyMarker: markers.NextKeyMarker,
          VersionIdMarker: markers.NextVersionIdMarker,
          ...more,
        }),
      );
      for (const version of page.Versions ?? [])
        found.push(`${version.Key} ${version.Size} ${version.IsLatest}`);
      for (const marker of page.DeleteMarkers ?? []) found.push(`${marker.Key} marker ${marker.IsLatest}`);
      for (const { Prefix } of page.CommonPrefixes ?? []) found.push(`${Prefix} folder`);
      markers = page.IsTruncated === true ? page : {};
    } while (markers.NextKeyMarker !== undefined);
    return found;
  }

  test('every version and marker once, newest first, in pages of any size', async () => {
    const whole = await all({});
    expect(whole.slice(0, 3)).toEqual(['a 6 true', 'a 5 false', 'a 1 false']);
    expect(whole).toContain('hidden marker true');
    expect(whole).toContain('hidden 1 false');
    expect(whole).toHaveLength(names.length + 4);
    for (const MaxKeys of [1, 2, 3, 5]) expect((await all({ MaxKeys })).sort()).toEqual([...whole].sort());
  });

  test('prefix and delimiter', async () => {
    expect(await all({ Prefix: 'dir/' })).toEqual(['dir/1 5 true', 'dir/2 5 true', 'dir/sub/3 9 true']);
    expect(await all({ Prefix: 'd', Delimiter: '/', MaxKeys: 1 })).toEqual(['dir! 4 true', 'dir/ folder']);
  });

  test('goes on behind a version that was deleted meanwhile', async () => {
    const Key = 'shrinking';
    for (const Body of ['1', '22', '333']) await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key, MaxKeys: 2 }));
    expect(page.Versions?.map(({ Size }) => Size)).toEqual([3, 2]);
    await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: page.NextVersionIdMarker }));
    const rest = await client.send(
      new ListObjectVersionsCommand({
        Bucket,
        Prefix: Key,
        KeyMarker: page.NextKeyMarker,
        VersionIdMarker: page.NextVersionIdMarker,
      }),
    );
    expect(rest.Versions?.map(({ Size }) => Size)).toEqual([1]);
  });

  test('refuses a version marker without a key marker', async () => {
    await expect(
      client.send(new ListObjectVersionsCommand({ Bucket, VersionIdMarker: 'x' })),
    ).rejects.toMatchObject(refusal('InvalidArgument', 400));
  });
});

test('unfinished uploads are listed in pages, and nowhere else', async () => {
  for (const Key of ['up/1', 'up/1', 'up/2', 'up/deep/3']) {
    await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  }
  const found: string[] = [];
  let markers: { NextKeyMarker?: string | undefined; NextUploadIdMarker?: string | undefined } = {};
  do {
    const page = await client.send(
      new ListMultipartUploadsCommand({
        Bucket,
        Prefix: 'up/',
        MaxUploads: 1,
        KeyMarker: markers.NextKeyMarker,
        UploadIdMarker: markers.NextUploadIdMarker,
      }),
    );
    found.push(...(page.Uploads ?? []).map(({ Key }) => Key ?? ''));
    markers = page.IsTruncated === true ? page : {};
  } while (markers.NextKeyMarker !== undefined);
  expect(found).toEqual(['up/1', 'up/1', 'up/2', 'up/deep/3']);
  const folded = await client.send(
    new ListMultipartUploadsCommand({ Bucket, Prefix: 'up/', Delimiter: '/' }),
  );
  expect(folded.CommonPrefixes).toEqual([{ Prefix: 'up/deep/' }]);
  const versions = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'up/' }));
  expect(versions.Versions).toBeUndefined();
});
