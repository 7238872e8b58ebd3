import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import type { ObjectLockRetentionMode, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest } from '../testing/raw-request.ts';
import type { S3TestVault } from '../testing/s3-test-vault.ts';
import { openS3TestVault } from '../testing/s3-test-vault.ts';

let s3: S3TestVault;
let client: S3Client;
const Bucket = 'locks-bucket';
const plain = 'plain-bucket';
const day = 86_400_000;

beforeAll(async () => {
  s3 = await openS3TestVault();
  s3.vault.createBucket({ name: Bucket, type: 'allPrivate', lockEnabled: true });
  s3.vault.createBucket({ name: plain, type: 'allPrivate' });
  client = s3.client();
});
afterAll(() => s3.close());

const inDays = (days: number) => new Date(s3.vault.now() + days * day);
const refusal = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });
const denied = refusal('AccessDenied', 403);

async function putLocked(Key: string, mode: ObjectLockRetentionMode, until: Date): Promise<string> {
  const { VersionId } = await client.send(
    new PutObjectCommand({ Bucket, Key, Body: Key, ObjectLockMode: mode, ObjectLockRetainUntilDate: until }),
  );
  return VersionId ?? '';
}

function remove(Key: string, VersionId: string, BypassGovernanceRetention = false): Promise<unknown> {
  return client.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention }));
}

function retain(
  Key: string,
  VersionId: string,
  Retention: object | undefined,
  bypass = false,
): Promise<unknown> {
  return client.send(
    new PutObjectRetentionCommand({ Bucket, Key, VersionId, Retention, BypassGovernanceRetention: bypass }),
  );
}

async function dateOf(Key: string, VersionId: string): Promise<number | undefined> {
  const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket, Key, VersionId }));
  return Retention?.RetainUntilDate?.getTime();
}

describe('compliance', () => {
  test('holds against deletion, shortening, weakening and bypass, and reads back to the millisecond', async () => {
    const until = inDays(10);
    const version = await putLocked('c', 'COMPLIANCE', until);
    expect(await dateOf('c', version)).toBe(until.getTime());
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'c' }))).toMatchObject({
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: until,
    });
    await expect(remove('c', version)).rejects.toMatchObject(denied);
    await expect(remove('c', version, true)).rejects.toMatchObject(denied);
    for (const bypass of [false, true]) {
      await expect(
        retain('c', version, { Mode: 'COMPLIANCE', RetainUntilDate: inDays(9) }, bypass),
      ).rejects.toMatchObject(denied);
      await expect(
        retain('c', version, { Mode: 'GOVERNANCE', RetainUntilDate: inDays(20) }, bypass),
      ).rejects.toMatchObject(denied);
      await expect(retain('c', version, {}, bypass)).rejects.toMatchObject(denied);
    }
    expect(await dateOf('c', version)).toBe(until.getTime());
  });

  test('is lengthened under a marker, and ends when its date has passed', async () => {
    const version = await putLocked('d', 'COMPLIANCE', inDays(1));
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'd' }));
    const longer = inDays(2);
    await retain('d', version, { Mode: 'COMPLIANCE', RetainUntilDate: longer });
    expect(await dateOf('d', version)).toBe(longer.getTime());
    s3.vault.advance(1.5 * day);
    await expect(remove('d', version)).rejects.toMatchObject(denied);
    s3.vault.advance(0.6 * day);
    await remove('d', version);
    await expect(dateOf('d', version)).rejects.toMatchObject(refusal('NoSuchVersion', 404));
  });
});

describe('governance', () => {
  test('gives way only to a key that may bypass, and asks to', async () => {
    const version = await putLocked('g', 'GOVERNANCE', inDays(10));
    await expect(remove('g', version)).rejects.toMatchObject(denied);
    const shorter = { Mode: 'GOVERNANCE', RetainUntilDate: inDays(5) };
    await expect(retain('g', version, shorter)).rejects.toMatchObject(denied);
    const weak = s3.client(s3.keyWithout('bypassGovernance'));
    const bypassed = new DeleteObjectCommand({
      Bucket,
      Key: 'g',
      VersionId: version,
      BypassGovernanceRetention: true,
    });
    await expect(weak.send(bypassed)).rejects.toMatchObject(denied);
    await retain('g', version, shorter, true);
    await client.send(bypassed);
  });
});

describe('legal hold', () => {
  test('holds until it is lifted', async () => {
    const { VersionId } = await client.send(
      new PutObjectCommand({ Bucket, Key: 'h', Body: 'h', ObjectLockLegalHoldStatus: 'ON' }),
    );
    const version = VersionId ?? '';
    const status = async () =>
      (await client.send(new GetObjectLegalHoldCommand({ Bucket, Key: 'h' }))).LegalHold?.Status;
    expect(await status()).toBe('ON');
    await expect(remove('h', version, true)).rejects.toMatchObject(denied);
    await client.send(new PutObjectLegalHoldCommand({ Bucket, Key: 'h', LegalHold: { Status: 'OFF' } }));
    expect(await status()).toBe('OFF');
    await remove('h', version);
  });
});

test('many deletions: what is locked stays, with its reason', async () => {
  const locked = await putLocked('m1', 'COMPLIANCE', inDays(3));
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: 'm2', Body: 'x' }));
  const result = await client.send(
    new DeleteObjectsCommand({
      Bucket,
      Delete: {
        Objects: [
          { Key: 'm1', VersionId: locked },
          { Key: 'm2', VersionId },
        ],
      },
    }),
  );
  expect(result.Errors).toMatchObject([{ Key: 'm1', VersionId: locked, Code: 'AccessDenied' }]);
  expect(result.Deleted).toMatchObject([{ Key: 'm2', VersionId }]);
});

test('a default retention is stamped, and can be overridden', async () => {
  const name = 'default-bucket';
  s3.vault.createBucket({ name, type: 'allPrivate', lockEnabled: true });
  const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 7 } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
  await client.send(new PutObjectLockConfigurationCommand({ Bucket: name, ObjectLockConfiguration }));
  const read = await client.send(new GetObjectLockConfigurationCommand({ Bucket: name }));
  expect(read.ObjectLockConfiguration).toEqual(ObjectLockConfiguration);
  const before = s3.vault.now();
  await client.send(new PutObjectCommand({ Bucket: name, Key: 'k', Body: 'x' }));
  const head = await client.send(new HeadObjectCommand({ Bucket: name, Key: 'k' }));
  expect(head.ObjectLockMode).toBe('COMPLIANCE');
  const stamped = head.ObjectLockRetainUntilDate?.getTime() ?? 0;
  expect(stamped).toBeGreaterThanOrEqual(before + 7 * day);
  expect(stamped).toBeLessThan(before + 8 * day);
  const copy = new CopyObjectCommand({ Bucket: name, Key: 'copy', CopySource: `${Bucket}/c` });
  await client.send(copy);
  const copied = await client.send(new HeadObjectCommand({ Bucket: name, Key: 'copy' }));
  expect(copied.ObjectLockRetainUntilDate?.getTime()).toBeLessThan(s3.vault.now() + 8 * day);
  await client.send(
    new PutObjectLockConfigurationCommand({
      Bucket: name,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
    }),
  );
  const cleared = await client.send(new GetObjectLockConfigurationCommand({ Bucket: name }));
  expect(cleared.ObjectLockConfiguration?.Rule).toBeUndefined();
});

describe('refused', () => {
  test('an upload that will be locked without any digest', async () => {
    const bare = s3.client(undefined, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(1) } as const;
    const body = { Bucket, Key: 'bare', Body: 'x' };
    const missing = {
      ...refusal('InvalidRequest', 400),
      message: expect.stringContaining('Content-MD5') as string,
    };
    await expect(bare.send(new PutObjectCommand({ ...body, ...lock }))).rejects.toMatchObject(missing);
    const md5 = (text: string) => createHash('md5').update(text).digest('base64');
    await expect(
      bare.send(new PutObjectCommand({ ...body, ...lock, ContentMD5: md5('y') })),
    ).rejects.toMatchObject(refusal('BadDigest', 400));
    await bare.send(new PutObjectCommand({ ...body, ...lock, ContentMD5: md5('x') }));
    await client.send(new PutObjectCommand({ ...body, ...lock }));
    await bare.send(new PutObjectCommand(body));
  });

  test('lock headers that say half, nonsense, the past or too far', async () => {
    const put = (more: object) => client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', ...more }));
    const invalid = refusal('InvalidArgument', 400);
    await expect(put({ ObjectLockMode: 'COMPLIANCE' })).rejects.toMatchObject(invalid);
    await expect(put({ ObjectLockRetainUntilDate: inDays(1) })).rejects.toMatchObject(invalid);
    await expect(put({ ObjectLockMode: 'SOFT', ObjectLockRetainUntilDate: inDays(1) })).rejects.toMatchObject(
      invalid,
    );
    await expect(
      put({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(-1) }),
    ).rejects.toMatchObject({ ...invalid, message: 'The retain until date must be in the future!' });
    await expect(
      put({ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(40_000) }),
    ).rejects.toMatchObject(invalid);
    await expect(put({ ObjectLockLegalHoldStatus: 'MAYBE' })).rejects.toMatchObject(invalid);
    const key = s3.vault.firstKey();
    const raw = await rawRequest({
      url: s3.url,
      keyId: key.keyId,
      secret: key.secret,
      method: 'PUT',
      path: `/${Bucket}/x`,
      headers: { 'x-amz-object-lock-mode': 'COMPLIANCE', 'x-amz-object-lock-retain-until-date': 'tomorrow' },
      body: Buffer.from('x'),
    });
    expect([raw.status, raw.code]).toEqual([400, 'InvalidArgument']);
  });

  test('everything about locks in a bucket without', async () => {
    const at = { Bucket: plain, Key: 'k' };
    await client.send(new PutObjectCommand({ ...at, Body: 'x' }));
    const invalid = refusal('InvalidRequest', 400);
    const lock = { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: inDays(1) } as const;
    const Retention = { Mode: 'COMPLIANCE', RetainUntilDate: inDays(1) } as const;
    await expect(client.send(new PutObjectCommand({ ...at, Body: 'x', ...lock }))).rejects.toMatchObject(
      invalid,
    );
    await expect(client.send(new PutObjectRetentionCommand({ ...at, Retention }))).rejects.toMatchObject(
      invalid,
    );
    await expect(client.send(new GetObjectRetentionCommand(at))).rejects.toMatchObject(invalid);
    await expect(client.send(new GetObjectLegalHoldCommand(at))).rejects.toMatchObject(invalid);
    await expect(
      client.send(new PutObjectLegalHoldCommand({ ...at, LegalHold: { Status: 'ON' } })),
    ).rejects.toMatchObject(invalid);
    await expect(client.send(new GetObjectLockConfigurationCommand({ Bucket: plain }))).rejects.toMatchObject(
      refusal('ObjectLockConfigurationNotFoundError', 404),
    );
  });

  test('reading a retention that was never set', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'unset', Body: 'x' }));
    await expect(client.send(new GetObjectRetentionCommand({ Bucket, Key: 'unset' }))).rejects.toMatchObject(
      refusal('NoSuchObjectLockConfiguration', 404),
    );
  });

  test('locking a marker', async () => {
    const { VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'marker' }));
    const lock = { Mode: 'COMPLIANCE', RetainUntilDate: inDays(1) };
    await expect(retain('marker', VersionId ?? '', lock)).rejects.toMatchObject(
      refusal('MethodNotAllowed', 405),
    );
  });

  test('bodies that make no sense', async () => {
    const version = await putLocked('bodies', 'COMPLIANCE', inDays(1));
    const key = s3.vault.firstKey();
    const send = (query: Record<string, string>, body: string, path = `/${Bucket}/bodies`) =>
      rawRequest({
        url: s3.url,
        keyId: key.keyId,
        secret: key.secret,
        method: 'PUT',
        path,
        query: { versionId: version, ...query },
        body: Buffer.from(body),
      });
    const bodies: readonly (readonly [string, string])[] = [
      ['retention', ''],
      ['retention', '<Retention><Mode>COMPLIANCE</Mode></Retention>'],
      ['retention', '<Retention><RetainUntilDate>soon</RetainUntilDate><Mode>COMPLIANCE</Mode></Retention>'],
      ['legal-hold', '<LegalHold><Status>MAYBE</Status></LegalHold>'],
      ['legal-hold', '<!DOCTYPE a [<!ENTITY b "c">]><LegalHold><Status>&b;</Status></LegalHold>'],
    ];
    for (const [query, body] of bodies) {
      const answer = await send({ [query]: '' }, body);
      expect([answer.status, answer.code]).toEqual([400, 'MalformedXML']);
    }
  });
});

test('lock on an existing bucket: only with the token', async () => {
  const name = 'later-bucket';
  s3.vault.createBucket({ name, type: 'allPrivate' });
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled' } as const;
  await expect(
    client.send(new PutObjectLockConfigurationCommand({ Bucket: name, ObjectLockConfiguration })),
  ).rejects.toMatchObject({
    ...refusal('InvalidRequest', 400),
    message: 'Object Lock configuration cannot be enabled on existing buckets',
  });
  await client.send(
    new PutObjectLockConfigurationCommand({ Bucket: name, ObjectLockConfiguration, Token: '1' }),
  );
  await client.send(new GetObjectLockConfigurationCommand({ Bucket: name }));
  for (const Rule of [
    { DefaultRetention: { Mode: 'COMPLIANCE' } },
    { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1, Years: 1 } },
    { DefaultRetention: { Days: 1 } },
  ] as const) {
    const wrong = { ObjectLockEnabled: 'Enabled', Rule } as const;
    await expect(
      client.send(new PutObjectLockConfigurationCommand({ Bucket: name, ObjectLockConfiguration: wrong })),
    ).rejects.toMatchObject(refusal('MalformedXML', 400));
  }
  const none = {
    ObjectLockEnabled: 'Enabled',
    Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 0 } },
  } as const;
  await expect(
    client.send(new PutObjectLockConfigurationCommand({ Bucket: name, ObjectLockConfiguration: none })),
  ).rejects.toMatchObject(refusal('InvalidArgument', 400));
});
