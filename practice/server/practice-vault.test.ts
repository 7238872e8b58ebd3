import { request } from 'node:http';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { B2TestClient, refusal, type Json } from '../b2/testing/b2-test-client.ts';
import { startPracticeVault } from './start-practice-vault.ts';

let b2: B2TestClient;
beforeEach(async () => {
  b2 = await B2TestClient.start();
});
afterEach(() => b2.remove());

const fault = (match: object, action: object, times = 1) =>
  b2.admin('POST', 'faults', { faults: [{ match, times, action }] });
const fired = async (): Promise<number[]> =>
  (await b2.admin('GET', 'faults')).body.faults.map((f: Json) => f.fired);
const listBuckets = () => b2.all.call('b2_list_buckets', { accountId: b2.all.accountId });

describe('administration', () => {
  it('is refused without its header', async () => {
    for (const [method, path] of [
      ['GET', 'state'],
      ['POST', 'clock'],
      ['DELETE', 'faults'],
    ] as const)
      expect((await fetch(`${b2.served.b2}/.practice/${path}`, { method })).status).toBe(403);
  });

  it('says what there is, and refuses what there is not', async () => {
    await b2.upload(await b2.bucket(), 'a', '12345');
    expect((await b2.admin('GET', 'state')).body).toEqual({
      accountId: b2.all.accountId,
      buckets: 1,
      bytes: 5,
      clockOffsetMs: 0,
      liar: false,
      now: expect.any(Number) as number,
      versions: 1,
    });
    expect((await b2.admin('GET', 'other')).status).toBe(404);
    expect((await b2.admin('PUT', 'clock', { advanceMs: 1 })).status).toBe(404);
  });

  it('moves the clock forward only, and by what a clock can be moved', async () => {
    for (const body of [{ advanceMs: -1 }, { advanceMs: 1.5 }, { advanceMs: '1' }, {}, { days: 1 }])
      expect((await b2.admin('POST', 'clock', body)).status).toBe(400);
    expect((await b2.admin('POST', 'clock')).status).toBe(400);
    const moved = await b2.admin('POST', 'clock', { advanceMs: 86_400_000 });
    expect(moved.body.clockOffsetMs).toBe(86_400_000);
    expect(moved.headers.get('x-practice-clock-offset-ms')).toBe('86400000');
    expect(Date.parse(moved.headers.get('date') ?? '')).toBeGreaterThan(Date.now() + 86_300_000);
  });

  it('runs lifecycle rules as the clock moves', async () => {
    const bucketId = await b2.bucket({
      lifecycleRules: [{ fileNamePrefix: '', daysFromHidingToDeleting: 1 }],
    });
    await b2.upload(bucketId, 'a');
    await b2.all.call('b2_hide_file', { bucketId, fileName: 'a' });
    expect((await b2.admin('POST', 'clock', { advanceMs: 2 * 86_400_000 })).body.versions).toBe(0);
  });

  it('counts calls, and forgets them', async () => {
    await b2.upload(await b2.bucket(), 'a');
    await listBuckets();
    expect((await b2.admin('GET', 'counts')).body).toEqual({
      b2: {
        b2_authorize_account: 1,
        b2_create_bucket: 1,
        b2_get_upload_url: 1,
        b2_list_buckets: 1,
        b2_upload_file: 1,
      },
    });
    await b2.admin('DELETE', 'counts');
    expect((await b2.admin('GET', 'counts')).body).toEqual({});
  });
});

describe('faults on request', () => {
  it('answer with a status and Retry-After as often as said, then no more', async () => {
    const match = { api: 'b2', operation: 'b2_list_buckets' };
    await fault(match, { kind: 'status', status: 503, retryAfter: 2 }, 2);
    await fault(match, { kind: 'status', status: 429 });
    await fault(match, { kind: 'status', status: 403, code: 'storage_cap_exceeded' });
    const first = await listBuckets();
    expect(first).toMatchObject(refusal(503, 'service_unavailable'));
    expect(first.headers.get('retry-after')).toBe('2');
    expect((await listBuckets()).status).toBe(503);
    expect(await listBuckets()).toMatchObject(refusal(429, 'too_many_requests'));
    expect(await listBuckets()).toMatchObject(refusal(403, 'storage_cap_exceeded'));
    expect((await listBuckets()).status).toBe(200);
    expect(await fired()).toEqual([2, 1, 1]);
  });

  it('meet only what they match: API, operation, prefix of the name', async () => {
    await fault({ api: 's3' }, { kind: 'status', status: 500 });
    await fault({ operation: 'b2_hide_file' }, { kind: 'status', status: 500 });
    await fault({ key: 'snapshots/' }, { kind: 'status', status: 500 });
    const bucketId = await b2.bucket();
    expect((await b2.upload(bucketId, 'packs/a')).status).toBe(200);
    expect(await fired()).toEqual([0, 0, 0]);
    expect(await b2.upload(bucketId, 'snapshots/a')).toMatchObject(refusal(500, 'internal_error'));
    expect(await fired()).toEqual([0, 0, 1]);
    await b2.admin('DELETE', 'faults');
    expect(await fired()).toEqual([]);
  });

  it('drop the connection before the effect, or after', async () => {
    const bucketId = await b2.bucket();
    const url = (await b2.uploadUrl(bucketId)).body;
    const names = async (): Promise<string[]> =>
      (await b2.all.call('b2_list_file_names', { bucketId })).body.files.map((f: Json) => f.fileName);
    for (const kind of ['drop-before', 'drop-after']) await fault({ operation: 'b2_upload_file' }, { kind });
    await expect(b2.uploadTo(url, 'before', 'x')).rejects.toThrow('fetch failed');
    expect(await names()).toEqual([]);
    await expect(b2.uploadTo(url, 'after', 'x')).rejects.toThrow('fetch failed');
    expect(await names()).toEqual(['after']);
    await fault({ operation: 'b2_hide_file' }, { kind: 'drop-after' });
    const hide = b2.all.call('b2_hide_file', { bucketId, fileName: 'after' });
    await expect(hide).rejects.toThrow('fetch failed');
    expect(await names()).toEqual([]);
  });

  it('drop a download after its effect', async () => {
    const file = (await b2.upload(await b2.bucket(), 'a')).body;
    await fault({ operation: 'b2_download_file_by_id' }, { kind: 'drop-after' });
    const url = `${b2.served.b2}/b2api/v3/b2_download_file_by_id?fileId=${file.fileId}`;
    const get = () => fetch(url, { headers: { authorization: b2.all.token } });
    await expect(get()).rejects.toThrow('fetch failed');
    expect(await (await get()).text()).toBe('a');
  });

  it('are slow, or say that the token has expired', async () => {
    await fault({ operation: 'b2_list_buckets' }, { kind: 'slow', ms: 20 });
    await fault({ operation: 'b2_list_buckets' }, { kind: 'expired-token' });
    expect((await listBuckets()).status).toBe(200);
    expect(await listBuckets()).toMatchObject(refusal(401, 'expired_auth_token'));
    expect(await fired()).toEqual([1, 1]);
  });

  it('of an upload that answers 5xx end its URL', async () => {
    const url = (await b2.uploadUrl(await b2.bucket())).body;
    await fault({}, { kind: 'status', status: 503 });
    expect(await b2.uploadTo(url, 'a', 'x')).toMatchObject(refusal(503, 'service_unavailable'));
    expect(await b2.uploadTo(url, 'a', 'x')).toMatchObject(refusal(401, 'bad_auth_token'));
  });

  it('are refused with unknown words', async () => {
    expect((await fault({}, { kind: 'explode' })).status).toBe(400);
    expect((await fault({ bucket: 'x' }, { kind: 'drop-before' })).status).toBe(400);
    expect((await fault({}, { kind: 'drop-before' }, 0)).status).toBe(400);
  });
});

describe('X-Bz-Test-Mode', () => {
  const withMode = (mode: string) =>
    fetch(`${b2.served.b2}/b2api/v3/b2_list_buckets`, {
      method: 'POST',
      headers: { authorization: b2.all.token, 'x-bz-test-mode': mode },
      body: JSON.stringify({ accountId: b2.all.accountId }),
    }).then((answer) => answer.json() as Promise<Json>);

  it('fails some uploads, expires some tokens, exceeds the cap', async () => {
    const bucketId = await b2.bucket();
    const upload = () => b2.upload(bucketId, 'a', 'x', { 'x-bz-test-mode': 'fail_some_uploads' });
    expect(await upload()).toMatchObject(refusal(503, 'service_unavailable'));
    expect((await upload()).status).toBe(200);
    expect(await withMode('expire_some_account_authorization_tokens')).toMatchObject({
      code: 'expired_auth_token',
    });
    expect(await withMode('expire_some_account_authorization_tokens')).toHaveProperty('buckets');
    expect(await withMode('force_cap_exceeded')).toMatchObject({ status: 403, code: 'cap_exceeded' });
    const capped = await b2.upload(bucketId, 'a', 'x', { 'x-bz-test-mode': 'force_cap_exceeded' });
    expect(capped).toMatchObject(refusal(403, 'cap_exceeded'));
  });
});

describe('the server', () => {
  it('refuses a folder that is served already, and a port that is taken', async () => {
    await expect(startPracticeVault({ dir: b2.dir })).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    const dir = `${b2.dir}/other`;
    const { port } = b2.served;
    await expect(startPracticeVault({ dir, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await (await startPracticeVault({ dir })).close();
  });

  it('says on every answer that it protects nothing', async () => {
    for (const path of ['/.practice/state', '/b2api/v3/b2_list_buckets', '/file/a/b', '/', '/bucket/key'])
      expect((await fetch(b2.served.b2 + path)).headers.get('server')).toContain('protects nothing');
  });

  it('survives paths that are no URL', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ port: b2.served.port, path: '//[/%zz', host: '127.0.0.1' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject).end();
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect((await listBuckets()).status).toBe(200);
  });

  it('keeps many uploads at once apart', async () => {
    const bucketId = await b2.bucket();
    const bodies = Array.from({ length: 20 }, (_, i) => Buffer.alloc(150_000 + i, i));
    const answers = await Promise.all(bodies.map((bytes, i) => b2.upload(bucketId, `n${i}`, bytes)));
    expect(answers.map((answer) => answer.body.contentSha1)).toEqual(
      bodies.map((bytes) => createHash('sha1').update(bytes).digest('hex')),
    );
  });
});
