import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { B2TestClient, refusal, type Json } from './testing/b2-test-client.ts';

const dayMs = 86_400_000;
let b2: B2TestClient;
beforeAll(async () => {
  b2 = await B2TestClient.start();
});
afterAll(() => b2.remove());

const key = (fields: object, version = 3) =>
  b2.all.call(
    'b2_create_key',
    { accountId: b2.all.accountId, keyName: 'k', capabilities: ['readFiles'], ...fields },
    version,
  );

describe('authorizing', () => {
  it('answers v1 to v4 each in its own shape', async () => {
    const bucketId = await b2.bucket({ bucketName: 'shape-bucket' });
    const made = (await key({ bucketId, namePrefix: 'p/', capabilities: ['readFiles', 'listFiles'] })).body;
    const ask = async (version: number): Promise<Json> =>
      (await b2.authorize(made.applicationKeyId, made.applicationKey, version)).body;
    const url = b2.served.b2;
    const scope = { capabilities: ['readFiles', 'listFiles'], namePrefix: 'p/' };
    const api = {
      absoluteMinimumPartSize: 5_000_000,
      apiUrl: url,
      downloadUrl: url,
      recommendedPartSize: 100_000_000,
      s3ApiUrl: url,
    };
    const token = { accountId: b2.all.accountId, authorizationToken: expect.any(String) as string };
    const old = { ...token, ...api, allowed: { bucketId, bucketName: 'shape-bucket', ...scope } };
    expect(await ask(1)).toEqual({ ...old, minimumPartSize: 100_000_000 });
    expect(await ask(2)).toEqual(old);
    expect(await ask(3)).toEqual({
      ...token,
      applicationKeyExpirationTimestamp: null,
      apiInfo: {
        storageApi: { ...api, bucketId, bucketName: 'shape-bucket', infoType: 'storageApi', ...scope },
      },
    });
    expect(await ask(4)).toEqual({
      ...token,
      applicationKeyExpirationTimestamp: null,
      apiInfo: {
        storageApi: { ...api, allowed: { buckets: [{ id: bucketId, name: 'shape-bucket' }], ...scope } },
      },
    });
    await b2.all.call('b2_delete_bucket', { accountId: b2.all.accountId, bucketId });
    expect((await ask(4)).apiInfo.storageApi.allowed.buckets).toEqual([{ id: bucketId, name: null }]);
  });

  it('refuses wrong keys and takes the master key', async () => {
    const { keyId, masterKeyId, masterKey } = b2.served;
    expect(await b2.authorize(keyId, 'wrong')).toMatchObject(refusal(401, 'unauthorized'));
    expect(await b2.authorize('nobody', 'x')).toMatchObject(refusal(401, 'unauthorized'));
    const bare = await fetch(`${b2.served.b2}/b2api/v2/b2_authorize_account`);
    expect(bare.status).toBe(401);
    expect((await b2.authorize(masterKeyId, masterKey)).status).toBe(200);
    expect(masterKeyId).toBe(b2.all.accountId);
  });

  it('gives tokens that end after a day, with their key, or never were', async () => {
    const list = { accountId: b2.all.accountId };
    const bad = b2.sessionWith('4_account.made.up', b2.all.accountId);
    expect(await bad.call('b2_list_buckets', list)).toMatchObject(refusal(401, 'bad_auth_token'));
    const forged = b2.sessionWith(b2.all.token.replace('4_account.', '4_download.'), b2.all.accountId);
    expect(await forged.call('b2_list_buckets', list)).toMatchObject(refusal(401, 'bad_auth_token'));

    const gone = await b2.keyWith(['listBuckets']);
    await b2.all.call('b2_delete_key', { applicationKeyId: gone.keyId });
    expect(await gone.call('b2_list_buckets', list)).toMatchObject(refusal(401, 'bad_auth_token'));

    const short = await b2.keyWith(['listBuckets'], { validDurationInSeconds: 60 });
    expect((await short.call('b2_list_buckets', list)).status).toBe(200);
    await b2.advance(60_000);
    expect(await short.call('b2_list_buckets', list)).toMatchObject(refusal(401, 'expired_auth_token'));
    expect(await b2.authorize(short.keyId, short.key)).toMatchObject(refusal(401, 'unauthorized'));

    await b2.advance(dayMs);
    expect(await b2.all.call('b2_list_buckets', list)).toMatchObject(refusal(401, 'expired_auth_token'));
    b2.all = await b2.session(b2.served.keyId, b2.served.key);
    expect((await b2.all.call('b2_list_buckets', list)).status).toBe(200);
  });

  it('answers wrong paths, methods and bodies with refusals', async () => {
    expect(await b2.all.call('b2_list_buckets', {}, 5)).toMatchObject(refusal(400, 'bad_request'));
    expect(await b2.all.call('b2_fly')).toMatchObject(refusal(400, 'bad_request'));
    const url = `${b2.served.b2}/b2api/v2/b2_list_buckets`;
    expect((await fetch(url, { method: 'PUT' })).status).toBe(405);
    const headers = { authorization: b2.all.token };
    for (const body of ['no json', '[]', 'null']) {
      const answer = await fetch(url, { method: 'POST', headers, body });
      expect(await answer.json()).toMatchObject({ status: 400, code: 'bad_json' });
    }
    const long = await fetch(url, { method: 'POST', headers, body: 'x'.repeat(1_100_000) });
    expect(await long.json()).toMatchObject({ status: 400, code: 'bad_request' });
  });

  it('takes calls as GET with a query', async () => {
    const bucketId = await b2.bucket({});
    await b2.upload(bucketId, 'a');
    await b2.upload(bucketId, 'b');
    const url = `${b2.served.b2}/b2api/v3/b2_list_file_names?bucketId=${bucketId}&maxFileCount=1`;
    const body = (await (await fetch(url, { headers: { authorization: b2.all.token } })).json()) as Json;
    expect(body).toMatchObject({ files: [{ fileName: 'a' }], nextFileName: 'b' });
  });

  it('refuses unknown and wrong fields', async () => {
    const { accountId } = b2.all;
    const unknown = await b2.all.call('b2_list_buckets', { accountId, colour: 'red' });
    expect(unknown).toMatchObject(refusal(400, 'bad_request'));
    expect(unknown.body.message).toBe('unknown field in B2ListBucketsRequest: colour');
    expect(await b2.all.call('b2_list_buckets')).toMatchObject(refusal(400, 'bad_request'));
    expect(await b2.all.call('b2_list_buckets', { accountId: 'other' })).toMatchObject(
      refusal(400, 'bad_request'),
    );
    expect(await key({ bucketIds: ['x'] })).toMatchObject(refusal(400, 'bad_request'));
    expect(await key({ bucketId: 'x' }, 4)).toMatchObject(refusal(400, 'bad_request'));
  });
});

describe('keys', () => {
  it('are made, listed without secret, and deleted', async () => {
    const made = (await key({ keyName: 'my-key', validDurationInSeconds: 60 })).body;
    expect(made).toMatchObject({
      accountId: b2.all.accountId,
      applicationKey: expect.any(String) as string,
      bucketId: null,
      capabilities: ['readFiles'],
      expirationTimestamp: expect.any(Number) as number,
      keyName: 'my-key',
      namePrefix: null,
    });
    const { applicationKey: _secret, ...shown } = made;
    const list = async (): Promise<Json[]> =>
      (await b2.all.call('b2_list_keys', { accountId: b2.all.accountId, maxKeyCount: 1000 })).body.keys;
    expect(await list()).toContainEqual(shown);
    const deleted = await b2.all.call('b2_delete_key', { applicationKeyId: made.applicationKeyId });
    expect(deleted.body).toEqual(shown);
    expect(await list()).not.toContainEqual(shown);
    expect(await b2.all.call('b2_delete_key', { applicationKeyId: made.applicationKeyId })).toMatchObject(
      refusal(400, 'bad_request'),
    );
  });

  it('for several buckets exist for v4 only', async () => {
    const bucketIds = [await b2.bucket(), await b2.bucket()];
    const made = (await key({ bucketIds, capabilities: ['listBuckets'] }, 4)).body;
    expect(made.bucketIds).toEqual(bucketIds);
    expect((await b2.authorize(made.applicationKeyId, made.applicationKey, 4)).status).toBe(200);
    for (const version of [1, 2, 3])
      expect(await b2.authorize(made.applicationKeyId, made.applicationKey, version)).toMatchObject(
        refusal(401, 'unauthorized'),
      );
    const shown = async (version: number): Promise<string[]> =>
      (
        await b2.all.call('b2_list_keys', { accountId: b2.all.accountId, maxKeyCount: 1000 }, version)
      ).body.keys.map((k: Json) => k.applicationKeyId);
    expect(await shown(4)).toContain(made.applicationKeyId);
    expect(await shown(3)).not.toContain(made.applicationKeyId);
  });

  it('are bound to their bucket and prefix', async () => {
    const [own, other] = [await b2.bucket(), await b2.bucket()];
    await b2.upload(own, 'mine/a');
    const foreign = (await b2.upload(own, 'other/a')).body;
    const capabilities = [
      'listBuckets',
      'listFiles',
      'readFiles',
      'writeFiles',
      'deleteFiles',
      'shareFiles',
      'writeBuckets',
    ];
    const k = await b2.keyWith(capabilities, { bucketId: own, namePrefix: 'mine/' });
    const { accountId } = b2.all;
    const no = refusal(401, 'unauthorized');
    expect((await k.call('b2_list_buckets', { accountId, bucketId: own })).body.buckets).toHaveLength(1);
    expect(await k.call('b2_list_buckets', { accountId })).toMatchObject(no);
    expect(await k.call('b2_list_buckets', { accountId, bucketId: other })).toMatchObject(no);
    expect((await k.call('b2_list_file_names', { bucketId: own, prefix: 'mine/' })).body.files).toHaveLength(
      1,
    );
    for (const prefix of [undefined, '', 'min', 'other/'])
      expect(await k.call('b2_list_file_versions', { bucketId: own, prefix })).toMatchObject(no);
    expect(await k.call('b2_list_file_names', { bucketId: other, prefix: 'mine/' })).toMatchObject(no);
    expect((await b2.upload(own, 'mine/b', 'x', {}, k)).status).toBe(200);
    expect(await b2.upload(own, 'other/b', 'x', {}, k)).toMatchObject(no);
    expect(await b2.uploadUrl(other, k)).toMatchObject(no);
    expect(await k.call('b2_hide_file', { bucketId: own, fileName: 'other/a' })).toMatchObject(no);
    expect(await k.call('b2_get_file_info', { fileId: foreign.fileId })).toMatchObject(no);
    expect(
      await k.call('b2_delete_file_version', { fileId: foreign.fileId, fileName: 'other/a' }),
    ).toMatchObject(no);
    expect(await k.call('b2_copy_file', { sourceFileId: foreign.fileId, fileName: 'mine/c' })).toMatchObject(
      no,
    );
    expect(
      await k.call('b2_create_bucket', { accountId, bucketName: 'another-one', bucketType: 'allPrivate' }),
    ).toMatchObject(no);
    const share = { bucketId: own, validDurationInSeconds: 60 };
    expect(await k.call('b2_get_download_authorization', { ...share, fileNamePrefix: '' })).toMatchObject(no);
  });

  const calls: [string, string, object][] = [
    [
      'b2_create_bucket',
      'writeBuckets',
      { accountId: '', bucketName: 'new-bucket', bucketType: 'allPrivate' },
    ],
    ['b2_update_bucket', 'writeBuckets', { accountId: '', bucketId: '' }],
    ['b2_delete_bucket', 'deleteBuckets', { accountId: '', bucketId: '' }],
    ['b2_list_buckets', 'listBuckets', { accountId: '' }],
    ['b2_create_key', 'writeKeys', { accountId: '', keyName: 'k', capabilities: ['readFiles'] }],
    ['b2_list_keys', 'listKeys', { accountId: '' }],
    ['b2_delete_key', 'deleteKeys', { applicationKeyId: 'x' }],
    ['b2_get_upload_url', 'writeFiles', { bucketId: '' }],
    ['b2_start_large_file', 'writeFiles', { bucketId: '', fileName: 'f', contentType: 'b2/x-auto' }],
    ['b2_finish_large_file', 'writeFiles', { fileId: 'x', partSha1Array: [] }],
    ['b2_cancel_large_file', 'writeFiles', { fileId: 'x' }],
    ['b2_list_parts', 'writeFiles', { fileId: 'x' }],
    ['b2_get_upload_part_url', 'writeFiles', { fileId: 'x' }],
    ['b2_hide_file', 'writeFiles', { bucketId: '', fileName: 'f' }],
    ['b2_list_file_names', 'listFiles', { bucketId: '' }],
    ['b2_list_file_versions', 'listFiles', { bucketId: '' }],
    ['b2_list_unfinished_large_files', 'listFiles', { bucketId: '' }],
    ['b2_delete_file_version', 'deleteFiles', { fileName: 'f', fileId: 'x' }],
    ['b2_get_file_info', 'readFiles', { fileId: 'x' }],
    ['b2_copy_file', 'readFiles', { sourceFileId: 'x', fileName: 'f' }],
    [
      'b2_get_download_authorization',
      'shareFiles',
      { bucketId: '', fileNamePrefix: '', validDurationInSeconds: 1 },
    ],
  ];
  it.each(calls)('%s needs %s', async (call, capability, body) => {
    const { body: made } = await key({
      capabilities: calls.map(([, name]) => name).filter((name) => name !== capability),
    });
    const session = await b2.session(made.applicationKeyId, made.applicationKey);
    const bucketId = 'bucketId' in body ? { bucketId: await b2.bucket() } : {};
    const accountId = 'accountId' in body ? { accountId: b2.all.accountId } : {};
    expect(await session.call(call, { ...body, ...bucketId, ...accountId })).toMatchObject(
      refusal(401, 'unauthorized'),
    );
  });
});

describe('buckets', () => {
  const update = (bucketId: string, fields: object, by = b2.all) =>
    by.call('b2_update_bucket', { accountId: b2.all.accountId, bucketId, ...fields });

  it('are made with lock, rules and info, and shown by what the key may read', async () => {
    const rule = { fileNamePrefix: 'p/', daysFromHidingToDeleting: 7 };
    const bucketId = await b2.bucket({
      fileLockEnabled: true,
      bucketInfo: { a: 'b' },
      lifecycleRules: [rule],
      corsRules: [],
    });
    const show = async (by = b2.all): Promise<Json> =>
      (await by.call('b2_list_buckets', { accountId: b2.all.accountId, bucketId })).body.buckets[0];
    expect(await show()).toMatchObject({
      bucketInfo: { a: 'b' },
      fileLockConfiguration: {
        isClientAuthorizedToRead: true,
        value: { defaultRetention: { mode: null, period: null }, isFileLockEnabled: true },
      },
      lifecycleRules: [{ ...rule, daysFromUploadingToHiding: null }],
      options: ['s3'],
      revision: 1,
    });
    const blind = await show(await b2.keyWith(['listBuckets']));
    expect(blind.fileLockConfiguration).toEqual({ isClientAuthorizedToRead: false, value: null });
    expect(blind.defaultServerSideEncryption).toEqual({ isClientAuthorizedToRead: false, value: null });
  });

  it('change by revision; the lock can be turned on and not off', async () => {
    const bucketId = await b2.bucket({});
    const defaultRetention = { mode: 'governance', period: { duration: 1, unit: 'years' } };
    const on = await update(bucketId, { fileLockEnabled: true, defaultRetention, ifRevisionIs: 1 });
    expect(on.body).toMatchObject({
      revision: 2,
      fileLockConfiguration: { value: { isFileLockEnabled: true, defaultRetention } },
    });
    expect(await update(bucketId, { bucketInfo: {}, ifRevisionIs: 1 })).toMatchObject(
      refusal(409, 'conflict'),
    );
    expect((await update(bucketId, { fileLockEnabled: true })).status).toBe(200);
    expect(await update(bucketId, { fileLockEnabled: false })).toMatchObject(
      refusal(400, 'file_lock_conflict'),
    );
    const none = await update(bucketId, { defaultRetention: { mode: null } });
    expect(none.body.fileLockConfiguration.value.defaultRetention).toEqual({ mode: null, period: null });
  });

  it('need writeBucketRetentions for anything about locks', async () => {
    const k = await b2.keyWith(['writeBuckets', 'listBuckets']);
    const bucketId = await b2.bucket();
    const defaultRetention = { mode: 'compliance', period: { duration: 1, unit: 'days' } };
    expect(await update(bucketId, { defaultRetention }, k)).toMatchObject(refusal(401, 'unauthorized'));
    expect(await update(bucketId, { fileLockEnabled: true }, k)).toMatchObject(refusal(401, 'unauthorized'));
    expect((await update(bucketId, { bucketInfo: { a: 'b' } }, k)).status).toBe(200);
  });

  it.each([
    [{ bucketName: 'b2-reserved' }, 'bad_request'],
    [{ bucketName: 'Taken-Name' }, 'duplicate_bucket_name'],
    [{ lifecycleRules: [{ fileNamePrefix: '' }] }, 'bad_request'],
    [{ lifecycleRules: [{ fileNamePrefix: '', daysFromHidingToDeleting: 0 }] }, 'bad_request'],
    [{ defaultRetention: { mode: null } }, 'bad_request'],
    [{ bucketType: 'snapshot' }, 'bad_request'],
  ])('are not made with %o', async (fields, code) => {
    await b2.bucket({ bucketName: 'taken-name' });
    const asked = {
      accountId: b2.all.accountId,
      bucketName: 'fine-name',
      bucketType: 'allPrivate',
      ...fields,
    };
    expect(await b2.all.call('b2_create_bucket', asked)).toMatchObject(refusal(400, code));
  });

  it('are not deleted with something in them, nor found when gone', async () => {
    const bucketId = await b2.bucket({});
    const remove = () => b2.all.call('b2_delete_bucket', { accountId: b2.all.accountId, bucketId });
    const { body } = await b2.upload(bucketId, 'a');
    expect(await remove()).toMatchObject(refusal(400, 'cannot_delete_non_empty_bucket'));
    await b2.all.call('b2_delete_file_version', { fileId: body.fileId, fileName: 'a' });
    expect((await remove()).body.bucketId).toBe(bucketId);
    expect(await remove()).toMatchObject(refusal(400, 'bad_bucket_id'));
  });
});
