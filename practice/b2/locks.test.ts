import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { B2TestClient, refusal, type Json, type Session } from './testing/b2-test-client.ts';

const dayMs = 86_400_000;
const minute = 60_000;

let b2: B2TestClient;
let bucketId: string;
let plainBucketId: string;
let names = 0;
beforeAll(async () => {
  b2 = await B2TestClient.start();
  bucketId = await b2.bucket();
  plainBucketId = await b2.bucket({});
});
afterAll(() => b2.remove());

const retentionHeaders = (mode: string, until: number): Record<string, string> => ({
  'x-bz-file-retention-mode': mode,
  'x-bz-file-retention-retain-until-timestamp': String(until),
});

async function put(headers: Record<string, string> = {}, bucket = bucketId): Promise<Json> {
  names += 1;
  const { body, status } = await b2.upload(bucket, `file-${names}`, 'x', headers);
  expect(status).toBe(200);
  return body;
}
async function locked(mode: string, forMs = dayMs): Promise<Json> {
  return put(retentionHeaders(mode, (await b2.now()) + forMs));
}
const remove = (file: Json, by: Session = b2.all, more: object = {}) =>
  by.call('b2_delete_file_version', { fileName: file.fileName, fileId: file.fileId, ...more });
const retain = (file: Json, fileRetention: object, by: Session = b2.all, more: object = {}) =>
  by.call('b2_update_file_retention', {
    fileName: file.fileName,
    fileId: file.fileId,
    fileRetention,
    ...more,
  });
const cleared = { mode: null, retainUntilTimestamp: null };
const held = (file: Json, legalHold: string, by: Session = b2.all) =>
  by.call('b2_update_file_legal_hold', { fileName: file.fileName, fileId: file.fileId, legalHold });

const withoutBypass = (): Promise<Session> =>
  b2.keyWith(['deleteFiles', 'writeFileRetentions', 'writeFileLegalHolds', 'listFiles', 'readFiles']);

describe('deleting (b2.md 1.8)', () => {
  it('a locked version with the full key is 401, not about the token', async () => {
    for (const mode of ['governance', 'compliance'])
      expect(await remove(await locked(mode))).toMatchObject(refusal(401, 'access_denied'));
    const answer = await remove(await locked('compliance'));
    expect(answer.body.message).toBe('Access Denied');
  });

  it('with bypass: 401 unauthorized without the capability, done with it, never for compliance', async () => {
    const key = await withoutBypass();
    const governed = await locked('governance');
    const bypass = { bypassGovernance: true };
    expect(await remove(governed, key, bypass)).toMatchObject(refusal(401, 'unauthorized'));
    expect(await remove(governed, b2.all, bypass)).toMatchObject({
      status: 200,
      body: { fileId: governed.fileId, fileName: governed.fileName },
    });
    expect(await remove(await locked('compliance'), b2.all, bypass)).toMatchObject(
      refusal(401, 'access_denied'),
    );
  });

  it('under a legal hold is refused whatever the retention and bypass', async () => {
    const file = await put({ 'x-bz-file-legal-hold': 'on' });
    expect(await remove(file, b2.all, { bypassGovernance: true })).toMatchObject(
      refusal(401, 'access_denied'),
    );
    expect((await held(file, 'off')).body).toEqual({
      fileId: file.fileId,
      fileName: file.fileName,
      legalHold: 'off',
    });
    expect((await remove(file)).status).toBe(200);
  });

  it('needs deleteFiles; hiding does not, and works above a lock', async () => {
    const file = await locked('compliance');
    const writer = await b2.keyWith(['writeFiles', 'listFiles']);
    expect(await remove(file, writer)).toMatchObject(refusal(401, 'unauthorized'));
    const hidden = await writer.call('b2_hide_file', { bucketId, fileName: file.fileName });
    expect(hidden).toMatchObject({ status: 200, body: { action: 'hide', contentLength: 0 } });
    expect(hidden.body).not.toHaveProperty('fileRetention');
    expect(hidden.body).not.toHaveProperty('legalHold');
    expect(await remove(hidden.body, writer)).toMatchObject(refusal(401, 'unauthorized'));
    expect((await remove(hidden.body)).status).toBe(200);
  });

  it('is done by the same call once the clock has passed the lock', async () => {
    const file = await locked('compliance', minute);
    await b2.advance(minute - 10_000);
    expect(await remove(file)).toMatchObject(refusal(401, 'access_denied'));
    await b2.advance(10_001);
    expect((await remove(file)).status).toBe(200);
    expect(await remove(file)).toMatchObject(refusal(400, 'file_not_present'));
  });

  it('asks for the right name', async () => {
    const file = await put();
    expect(await remove({ ...file, fileName: 'other' })).toMatchObject(refusal(400, 'file_not_present'));
  });
});

describe('changing a retention (b2.md 1.7, 1.8)', () => {
  it('reads back to the millisecond, as short as a minute', async () => {
    const file = await put();
    expect(file.fileRetention).toEqual({
      isClientAuthorizedToRead: true,
      value: { mode: null, retainUntilTimestamp: null },
    });
    const until = (await b2.now()) + minute + 7;
    const value = { mode: 'compliance', retainUntilTimestamp: until };
    expect((await retain(file, value)).body).toEqual({
      fileId: file.fileId,
      fileName: file.fileName,
      fileRetention: value,
    });
    const info = await b2.all.call('b2_get_file_info', { fileId: file.fileId });
    expect(info.body.fileRetention).toEqual({ isClientAuthorizedToRead: true, value });
  });

  it('longer needs writeFileRetentions only', async () => {
    const key = await b2.keyWith(['writeFileRetentions']);
    for (const mode of ['governance', 'compliance']) {
      const file = await locked(mode);
      const until = file.fileRetention.value.retainUntilTimestamp + dayMs;
      expect((await retain(file, { mode, retainUntilTimestamp: until }, key)).status).toBe(200);
    }
  });

  it('shorter or none: governance with bypass and its capability; else 403', async () => {
    const key = await withoutBypass();
    const file = await locked('governance');
    const shorter = { mode: 'governance', retainUntilTimestamp: (await b2.now()) + minute };
    const bypass = { bypassGovernance: true };
    for (const wanted of [shorter, cleared]) {
      expect(await retain(file, wanted)).toMatchObject(refusal(403, 'access_denied'));
      expect(await retain(file, wanted, key, bypass)).toMatchObject(refusal(403, 'access_denied'));
    }
    expect((await retain(file, shorter, b2.all, bypass)).status).toBe(200);
    expect((await retain(file, cleared, b2.all, bypass)).body.fileRetention).toEqual(cleared);
  });

  it('of compliance is never shortened, cleared or weakened: 403', async () => {
    const file = await locked('compliance');
    const until = file.fileRetention.value.retainUntilTimestamp;
    for (const wanted of [
      { mode: 'compliance', retainUntilTimestamp: until - 1 },
      { mode: 'governance', retainUntilTimestamp: until + dayMs },
      cleared,
    ])
      for (const more of [{}, { bypassGovernance: true }])
        expect(await retain(file, wanted, b2.all, more)).toMatchObject(refusal(403, 'access_denied'));
  });

  it('without the capability is 403', async () => {
    const key = await b2.keyWith(['writeFiles', 'deleteFiles', 'bypassGovernance']);
    const file = await put();
    const value = { mode: 'compliance', retainUntilTimestamp: (await b2.now()) + dayMs };
    expect(await retain(file, value, key)).toMatchObject(refusal(403, 'access_denied'));
    expect(await held(file, 'on', key)).toMatchObject(refusal(403, 'access_denied'));
  });

  it('must lie in the future, and at most 3,000 days ahead', async () => {
    const [file, now] = [await put(), await b2.now()];
    const at = (ms: number) => ({ mode: 'compliance', retainUntilTimestamp: now + ms });
    expect(await retain(file, at(-1000))).toMatchObject(
      refusal(400, 'retain_until_timestamp_must_be_in_future'),
    );
    expect(await retain(file, at(3001 * dayMs))).toMatchObject(refusal(400, 'bad_request'));
    expect((await retain(file, at(2999 * dayMs))).status).toBe(200);
  });

  it('takes both fields or none, flat, and no others', async () => {
    const file = await put();
    const until = (await b2.now()) + dayMs;
    for (const wrong of [
      { mode: 'compliance', retainUntilTimestamp: null },
      { mode: null, retainUntilTimestamp: until },
      { mode: 'eternal', retainUntilTimestamp: until },
      { isClientAuthorizedToRead: true, value: { mode: 'compliance', retainUntilTimestamp: until } },
    ])
      expect(await retain(file, wrong)).toMatchObject(refusal(400, 'bad_request'));
  });
});

describe('a bucket without lock (b2.md 1.8)', () => {
  const missing = refusal(400, 'bucket_missing_file_lock');
  it('refuses lock settings everywhere', async () => {
    const until = (await b2.now()) + dayMs;
    const file = await put({}, plainBucketId);
    const value = { mode: 'compliance', retainUntilTimestamp: until };
    expect(await b2.upload(plainBucketId, 'a', 'x', retentionHeaders('compliance', until))).toMatchObject(
      missing,
    );
    expect(await b2.upload(plainBucketId, 'a', 'x', { 'x-bz-file-legal-hold': 'on' })).toMatchObject(missing);
    expect(await retain(file, value)).toMatchObject(missing);
    expect(await held(file, 'on')).toMatchObject(missing);
    const copy = { sourceFileId: file.fileId, fileName: 'copy', fileRetention: value };
    expect(await b2.all.call('b2_copy_file', copy)).toMatchObject(missing);
    const start = { bucketId: plainBucketId, fileName: 'l', contentType: 'b2/x-auto', fileRetention: value };
    expect(await b2.all.call('b2_start_large_file', start)).toMatchObject(missing);
    const defaultRetention = { mode: 'compliance', period: { duration: 1, unit: 'days' } };
    const change = { accountId: b2.all.accountId, bucketId: plainBucketId, defaultRetention };
    expect(await b2.all.call('b2_update_bucket', change)).toMatchObject(missing);
  });
});

describe('locks of uploads', () => {
  it('need writeFileRetentions and writeFileLegalHolds: 401', async () => {
    const writer = await b2.keyWith(['writeFiles']);
    const until = (await b2.now()) + dayMs;
    expect(await b2.upload(bucketId, 'a', 'x', retentionHeaders('compliance', until), writer)).toMatchObject(
      refusal(401, 'unauthorized'),
    );
    expect(await b2.upload(bucketId, 'a', 'x', { 'x-bz-file-legal-hold': 'on' }, writer)).toMatchObject(
      refusal(401, 'unauthorized'),
    );
    expect((await b2.upload(bucketId, 'a', 'x', {}, writer)).status).toBe(200);
  });

  it('come from the default of the bucket even for a key with writeFiles only', async () => {
    const own = await b2.bucket();
    const defaultRetention = { mode: 'compliance', period: { duration: 7, unit: 'days' } };
    await b2.all.call('b2_update_bucket', { accountId: b2.all.accountId, bucketId: own, defaultRetention });
    const writer = await b2.keyWith(['writeFiles']);
    const { body } = await b2.upload(own, 'a', 'x', {}, writer);
    expect(body.fileRetention).toEqual({ isClientAuthorizedToRead: false, value: null });
    const info = (await b2.all.call('b2_get_file_info', { fileId: body.fileId })).body;
    expect(info.fileRetention.value).toEqual({
      mode: 'compliance',
      retainUntilTimestamp: info.uploadTimestamp + 7 * dayMs,
    });
    const sooner = retentionHeaders('governance', (await b2.now()) + minute);
    expect((await b2.upload(own, 'b', 'x', sooner)).body.fileRetention.value.mode).toBe('governance');
  });

  it('are refused by halves, in the past, and with unknown words', async () => {
    const until = (await b2.now()) + dayMs;
    for (const [headers, code] of [
      [{ 'x-bz-file-retention-mode': 'compliance' }, 'bad_request'],
      [{ 'x-bz-file-retention-retain-until-timestamp': String(until) }, 'bad_request'],
      [retentionHeaders('none', until), 'bad_request'],
      [{ 'x-bz-file-legal-hold': 'maybe' }, 'bad_request'],
      [retentionHeaders('compliance', 1), 'retain_until_timestamp_must_be_in_future'],
    ] as const)
      expect(await b2.upload(bucketId, 'a', 'x', headers)).toMatchObject(refusal(400, code));
  });

  it('are seen by keys that may read them, in calls and downloads', async () => {
    const file = await locked('compliance');
    const reader = await b2.keyWith(['readFiles', 'listFiles', 'readFileRetentions']);
    const { body } = await reader.call('b2_get_file_info', { fileId: file.fileId });
    expect(body.fileRetention.value.mode).toBe('compliance');
    expect(body.legalHold).toEqual({ isClientAuthorizedToRead: false, value: null });
    const url = `${b2.served.b2}/b2api/v3/b2_download_file_by_id?fileId=${file.fileId}`;
    const { headers } = await fetch(url, { headers: { authorization: reader.token } });
    expect(headers.get('x-bz-file-retention-mode')).toBe('compliance');
    expect(headers.get('x-bz-file-retention-retain-until-timestamp')).toBe(
      String(file.fileRetention.value.retainUntilTimestamp),
    );
    expect(headers.get('x-bz-client-unauthorized-to-read')).toBe('x-bz-file-legal-hold');
  });

  it('are not shown in v1', async () => {
    await locked('compliance');
    const { body } = await b2.all.call('b2_list_file_versions', { bucketId }, 1);
    expect(body.files[0]).not.toHaveProperty('fileRetention');
  });
});

describe('a liar', () => {
  it('takes locks, shows them, asks for capabilities, and deletes anyway', async () => {
    const liar = await B2TestClient.start({ liar: true });
    const own = await liar.bucket();
    const until = (await liar.now()) + dayMs;
    const { body } = await liar.upload(own, 'a', 'x', retentionHeaders('compliance', until));
    expect(body.fileRetention.value).toEqual({ mode: 'compliance', retainUntilTimestamp: until });
    const writer = await liar.keyWith(['writeFiles']);
    expect(await remove(body, writer)).toMatchObject(refusal(401, 'unauthorized'));
    expect(await remove(body, liar.all)).toMatchObject({ status: 200 });
    await liar.remove();
  });
});
