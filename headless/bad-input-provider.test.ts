import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { objectHeader } from '../core/repository/object-header.ts';
import { createProvisioner } from '../core/storage/provisioning.ts';
import { BadInputStage, bucket, expectRefusal } from './testing/bad-input-stage.ts';

/*
 * Bad input that has to do with keys and the provider: each gets one clear sentence that says what to do, the right
 * exit code, and changes nothing.
 */

let stage: BadInputStage;
beforeAll(async () => {
  stage = await BadInputStage.build();
});
afterAll(() => stage.end());
beforeEach(() => stage.useEmptyHome());

describe('secrets and keys', () => {
  test('a wrong passphrase', async () => {
    await stage.useHomeThatIsSetUp();
    for (const args of [['snapshots'], ['backup', stage.files]])
      await expectRefusal(
        stage,
        args,
        { HOLDFAST_PASSPHRASE: 'wrong' },
        { code: 'passphrase-wrong', words: /24 words/ },
      );
  });

  test('a wrong passphrase and wrong words on a new home', async () => {
    const join = ['setup', ...stage.b2(), '--existing'];
    await expectRefusal(
      stage,
      join,
      { ...stage.fullKey, HOLDFAST_PASSPHRASE: 'wrong' },
      { code: 'passphrase-wrong', words: /24 words/ },
    );
    const words = `${'abandon '.repeat(23)}art`;
    await expectRefusal(
      stage,
      join,
      { ...stage.fullKey, HOLDFAST_WORDS: words },
      { code: 'words-wrong', words: /do not fit/ },
    );
    await expectRefusal(
      stage,
      join,
      { ...stage.fullKey, HOLDFAST_WORDS: 'abandon' },
      { code: 'words-wrong', words: /not 24/ },
    );
  });

  test('no passphrase at all', async () => {
    await stage.useHomeThatIsSetUp();
    await expectRefusal(
      stage,
      ['snapshots'],
      { HOLDFAST_PASSPHRASE: '' },
      { code: 'secret-missing', words: /HOLDFAST_PASSPHRASE/ },
    );
  });

  test.each([
    ['B2', 'b2'],
    ['S3', 's3'],
  ] as const)('a wrong key on %s', async (_, kind) => {
    const wrong = { HOLDFAST_KEY_ID: stage.vault.keyId, HOLDFAST_KEY: 'wrong' };
    await expectRefusal(stage, ['setup', ...stage[kind](), '--protect', '1d'], wrong, {
      code: 'key-invalid',
      words: /Check the key/,
    });
    await stage.useHomeThatIsSetUp();
    if (kind === 'b2')
      await expectRefusal(stage, ['backup', stage.files], wrong, {
        code: 'key-invalid',
        words: /Check the key/,
      });
  });

  test('a key that is too powerful to be kept', async () => {
    await expectRefusal(
      stage,
      ['setup', ...stage.b2(), '--prefix', 'other', '--protect', '1d'],
      stage.fullKey,
      {
        code: 'key-too-powerful',
        words: /delete files.*Use a key without these rights/,
      },
    );
  });

  test('a key that may only read', async () => {
    const provisioner = createProvisioner({ kind: 'b2', endpoint: stage.vault.b2, bucket }, stage.vault);
    const key = await provisioner.createKey('read', '', 'reader');
    await provisioner.close();
    const readKey = { HOLDFAST_KEY_ID: key.keyId, HOLDFAST_KEY: key.key };
    const refused = { code: 'key-insufficient', words: /writeFiles.*Make a key/ };
    await expectRefusal(
      stage,
      ['setup', ...stage.b2(), '--prefix', 'other', '--protect', '1d'],
      readKey,
      refused,
    );
    await stage.useHomeThatIsSetUp();
    await writeFile(join(stage.files, 'new'), randomBytes(100));
    await expectRefusal(stage, ['backup', stage.files], readKey, {
      code: 'key-insufficient',
      words: /may not upload/,
    });
    await rm(join(stage.files, 'new'));
  });

  test('one half of a key, and none', async () => {
    await expectRefusal(
      stage,
      ['setup', ...stage.b2(), '--protect', '1d'],
      { HOLDFAST_KEY_ID: 'x' },
      { code: 'secret-missing', words: /HOLDFAST_KEY\b/ },
    );
    await expectRefusal(stage, ['setup', ...stage.s3(), '--protect', '1d'], stage.setUpKey, {
      code: 'secret-missing',
      words: /HOLDFAST_KEY_ID/,
    });
    await expectRefusal(
      stage,
      ['setup', ...stage.s3(), '--protect', '1d'],
      {},
      { code: 'secret-missing', words: /HOLDFAST_KEY_ID/ },
    );
  });
});

describe('the place', () => {
  test('no such bucket', async () => {
    await expectRefusal(stage, ['setup', ...stage.b2('no-such-bucket'), '--protect', '1d'], stage.fullKey, {
      code: 'bucket-missing',
      words: /no bucket "no-such-bucket".*let set-up create it/,
    });
    await expectRefusal(stage, ['setup', ...stage.s3('no-such-bucket'), '--existing'], stage.fullKey, {
      code: 'bucket-missing',
      words: /Check the name/,
    });
  });

  test('a bucket without Object Lock', async () => {
    const client = new S3Client({
      endpoint: stage.vault.s3,
      region: stage.vault.region,
      forcePathStyle: true,
      credentials: { accessKeyId: stage.vault.keyId, secretAccessKey: stage.vault.key },
    });
    await client.send(new CreateBucketCommand({ Bucket: 'without-lock' }));
    client.destroy();
    for (const [kind, keys] of [
      ['b2', stage.setUpKey],
      ['b2', { ...stage.setUpKey, ...stage.fullKey }],
      ['s3', stage.fullKey],
    ] as const)
      await expectRefusal(stage, ['setup', ...stage[kind]('without-lock'), '--protect', '1d'], keys, {
        code: 'bucket-not-locked',
        words: /Turn Object Lock on/,
      });
  });

  test('a repository that is there already, and none', async () => {
    await expectRefusal(stage, ['setup', ...stage.b2(), '--protect', '1d'], stage.setUpKey, {
      code: 'repository-exists',
      words: /another prefix/,
    });
    await expectRefusal(stage, ['setup', ...stage.b2(), '--prefix', 'none', '--existing'], stage.fullKey, {
      code: 'repository-missing',
      words: /run set-up/,
    });
  });

  test('a repository of an unknown format', async () => {
    const bytes = Buffer.concat([objectHeader('repository'), Buffer.from('from the future')]);
    bytes[8] = 99;
    const client = new S3Client({
      endpoint: stage.vault.s3,
      region: stage.vault.region,
      forcePathStyle: true,
      credentials: { accessKeyId: stage.vault.keyId, secretAccessKey: stage.vault.key },
    });
    const Key = `future/repository/${createHash('sha256').update(bytes).digest('hex')}`;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytes }));
    client.destroy();
    await expectRefusal(stage, ['setup', ...stage.b2(), '--prefix', 'future', '--existing'], stage.fullKey, {
      code: 'format-unknown',
      words: /format 99.*Install a newer Holdfast/,
    });
  });

  describe('an endpoint that is something else', () => {
    let page: Server;
    let address: string;
    beforeAll(async () => {
      page = createServer((_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Hello'),
      );
      await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    });
    afterAll(() => new Promise((resolve) => page.close(resolve)));

    test.each(['--b2', '--s3'])('%s at a web page', async (kind) => {
      await expectRefusal(
        stage,
        ['setup', kind, address, '--bucket', bucket, '--protect', '1d'],
        stage.fullKey,
        {
          code: 'provider-answer-invalid',
          words: /does not answer like.*Check the address/,
        },
      );
    });
  });

  test.each(['--b2', '--s3'])('no network: %s where nobody answers', async (kind) => {
    await expectRefusal(
      stage,
      ['setup', kind, 'http://127.0.0.1:1', '--bucket', bucket, '--protect', '1d'],
      stage.fullKey,
      {
        code: 'network-unreachable',
        words: /Check the internet connection/,
      },
    );
  });

  test('no network for a home that is set up', async () => {
    await stage.useHomeThatIsSetUp();
    const settings = join(stage.home, 'settings.json');
    await writeFile(settings, (await readFile(settings, 'utf8')).replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1'));
    for (const args of [
      ['backup', stage.files],
      ['snapshots'],
      ['restore', 'latest', '--to', join(stage.home, 'out')],
    ])
      await expectRefusal(
        stage,
        args,
        {},
        { code: 'network-unreachable', words: /Check the internet connection/ },
      );
  });
});

test('a damaged object: check and restore name the file, and bring back the rest', async () => {
  const place = [...stage.b2(), '--prefix', 'damaged'];
  expect(
    (await stage.run(['setup', ...place, '--protect', '1d', '--home', stage.home], stage.setUpKey)).code,
  ).toBe(0);
  const source = join(stage.folder, 'source');
  await mkdir(source);
  const precious = randomBytes(3_000_000);
  await writeFile(join(source, 'precious'), precious);
  await writeFile(join(source, 'also here'), 'also here');
  expect((await stage.run(['backup', source, '--home', stage.home])).code).toBe(0);
  await flipOneByteWhere(join(stage.folder, 'vault'), 2_000_000);

  const check = await stage.run(['check', '--read-data', '--home', stage.home]);
  expect([check.code, check.json['ok']]).toEqual([1, false]);
  expect(check.json['findings']).toMatchObject([
    {
      code: 'pack-damaged',
      severity: 'data-lost',
      paths: expect.arrayContaining([join(source, 'precious')]) as unknown,
    },
  ]);
  const to = join(stage.folder, 'damaged-out');
  const restore = await stage.run(['restore', 'latest', '--to', to, '--home', stage.home]);
  expect(restore.code).toBe(3);
  expect(restore.json['problems']).toMatchObject([{ path: expect.stringContaining('precious') as unknown }]);
});

/** In the middle of the only stored content of at least that size. */
async function flipOneByteWhere(vaultFolder: string, atLeast: number): Promise<void> {
  for (const entry of await readdir(vaultFolder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || /sqlite/.test(entry.name) || (await stat(path)).size < atLeast) continue;
    const bytes = await readFile(path);
    const middle = bytes.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    await writeFile(path, bytes);
  }
}
