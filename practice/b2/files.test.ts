import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { B2TestClient, refusal, sha1, type Json } from './testing/b2-test-client.ts';

let b2: B2TestClient;
let bucketId: string;
beforeAll(async () => {
  b2 = await B2TestClient.start();
  bucketId = await b2.bucket({ bucketName: 'test-files', fileLockEnabled: true });
});
afterAll(() => b2.remove());

const get = (path: string, headers: Record<string, string> = { authorization: b2.all.token }) =>
  fetch(`${b2.served.b2}${path}`, { headers });
const remove = (file: Json) =>
  b2.all.call('b2_delete_file_version', { fileId: file.fileId, fileName: file.fileName });

describe('uploading', () => {
  it('answers with the file, and downloads give the bytes back by name and id', async () => {
    const bytes = randomBytes(300_000);
    const name = 'dir/späte Straße +%&?.txt';
    const { body } = await b2.upload(bucketId, name, bytes, {
      'x-bz-info-Source': encodeURIComponent('dü & c'),
    });
    expect(body).toMatchObject({
      accountId: b2.all.accountId,
      action: 'upload',
      bucketId,
      contentLength: bytes.length,
      contentMd5: createHash('md5').update(bytes).digest('hex'),
      contentSha1: sha1(bytes),
      contentType: 'text/plain',
      fileInfo: { source: 'dü & c' },
      fileName: name,
    });
    const path = `/file/test-files/${name.split('/').map(encodeURIComponent).join('/')}`;
    for (const from of [path, `/b2api/v2/b2_download_file_by_id?fileId=${body.fileId}`]) {
      const answer = await get(from);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-length': String(bytes.length),
        'content-type': 'text/plain',
        'x-bz-content-sha1': sha1(bytes),
        'x-bz-file-id': body.fileId,
        'x-bz-file-name': encodeURIComponent(name).replaceAll('%2F', '/'),
        'x-bz-info-source': encodeURIComponent('dü & c'),
        'x-bz-upload-timestamp': String(body.uploadTimestamp),
        server: 'Holdfast practice vault (protects nothing)',
      });
    }
    const head = await fetch(`${b2.served.b2}${path}`, {
      method: 'HEAD',
      headers: { authorization: b2.all.token },
    });
    expect(head.headers.get('content-length')).toBe(String(bytes.length));
  });

  it.each([0, 10, 200_000])('checks a SHA-1 at the end of %i bytes', async (size) => {
    const bytes = randomBytes(size);
    const at = { 'x-bz-content-sha1': 'hex_digits_at_end' };
    const good = await b2.upload(bucketId, 'end', Buffer.concat([bytes, Buffer.from(sha1(bytes))]), at);
    expect(good.body).toMatchObject({ contentLength: size, contentSha1: sha1(bytes) });
    const wrong = await b2.upload(bucketId, 'end', Buffer.concat([bytes, Buffer.from(sha1('other'))]), at);
    expect(wrong).toMatchObject(refusal(400, 'bad_request'));
  });

  it('refuses bytes that are not those of the SHA-1', async () => {
    const answer = await b2.upload(bucketId, 'wrong', 'x', { 'x-bz-content-sha1': sha1('y') });
    expect(answer).toMatchObject(refusal(400, 'bad_request'));
    expect(answer.body.message).toBe('Sha1 did not match data received');
    expect((await b2.all.call('b2_list_file_names', { bucketId, prefix: 'wrong' })).body.files).toEqual([]);
  });

  it('without verification is marked so', async () => {
    const said = { 'x-bz-content-sha1': 'do_not_verify' };
    const { body } = await b2.upload(bucketId, 'unverified', 'x', said);
    expect(body.contentSha1).toBe(`unverified:${sha1('x')}`);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['no SHA-1', { 'x-bz-content-sha1': undefined }],
    ['nonsense as SHA-1', { 'x-bz-content-sha1': 'abc' }],
    ['no name', { 'x-bz-file-name': undefined }],
    ['a name of broken encoding', { 'x-bz-file-name': '%E0%A4%A' }],
    ['a name with a leading slash', { 'x-bz-file-name': '/a' }],
    ['a name with a trailing slash', { 'x-bz-file-name': 'a/' }],
    ['a name with an empty segment', { 'x-bz-file-name': 'a//b' }],
    ['a control character in the name', { 'x-bz-file-name': 'a%0Ab' }],
    ['a segment of 251 bytes', { 'x-bz-file-name': `a/${'x'.repeat(251)}` }],
    ['a name of 1,025 bytes', { 'x-bz-file-name': `${'x/'.repeat(512)}y` }],
    ['more than 2,048 bytes of info', { 'x-bz-info-a': 'x'.repeat(2048) }],
    ['eleven infos', Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`x-bz-info-${i}`, 'x']))],
    ['a time of its own', { 'x-bz-custom-upload-timestamp': '1' }],
  ])('is refused with %s', async (_what, headers) => {
    expect(await b2.upload(bucketId, 'a', 'x', headers)).toMatchObject(refusal(400, 'bad_request'));
  });

  it('goes one at a time per URL', async () => {
    const url = (await b2.uploadUrl(bucketId)).body;
    const { hostname, port, pathname } = new URL(url.uploadUrl);
    const slow = connect(Number(port), hostname);
    const head = [
      `POST ${pathname} HTTP/1.1`,
      'Host: vault',
      `Authorization: ${url.authorizationToken}`,
      'X-Bz-File-Name: slow',
      `X-Bz-Content-Sha1: ${sha1('12')}`,
      'Content-Type: b2/x-auto',
      'Content-Length: 2',
      'Expect: 100-continue',
      '',
      '',
    ];
    slow.write(head.join('\r\n'));
    // "100 Continue": the upload has begun.
    await once(slow, 'data');
    expect(await b2.uploadTo(url, 'fast', 'x')).toMatchObject(refusal(400, 'auth_token_limit'));
    slow.write('12');
    const [answer] = (await once(slow, 'data')) as [Buffer];
    expect(answer.toString()).toContain('200 OK');
    slow.destroy();
    expect((await b2.uploadTo(url, 'fast', 'x')).status).toBe(200);
  });

  it('that breaks off leaves nothing, and frees its URL', async () => {
    const url = (await b2.uploadUrl(bucketId)).body;
    const { hostname, port, pathname } = new URL(url.uploadUrl);
    const broken = connect(Number(port), hostname);
    broken.write(
      `POST ${pathname} HTTP/1.1\r\nHost: vault\r\nAuthorization: ${url.authorizationToken}\r\n` +
        `X-Bz-File-Name: broken\r\nX-Bz-Content-Sha1: do_not_verify\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n`,
    );
    await once(broken, 'data');
    broken.write('12');
    broken.resetAndDestroy();
    // The server learns of the reset in its own time.
    await expect.poll(async () => (await b2.uploadTo(url, 'after', 'x')).status).toBe(200);
    const list = await b2.all.call('b2_list_file_names', { bucketId, prefix: 'broken' });
    expect(list.body.files).toEqual([]);
  });

  it('takes the token of its URL only', async () => {
    const [one, two] = [(await b2.uploadUrl(bucketId)).body, (await b2.uploadUrl(bucketId)).body];
    const mixed = { uploadUrl: one.uploadUrl, authorizationToken: two.authorizationToken };
    expect(await b2.uploadTo(mixed, 'a', 'x')).toMatchObject(refusal(401, 'bad_auth_token'));
    const account = { uploadUrl: one.uploadUrl, authorizationToken: b2.all.token };
    expect(await b2.uploadTo(account, 'a', 'x')).toMatchObject(refusal(401, 'bad_auth_token'));
  });
});

describe('downloading', () => {
  it.each([
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=7-99', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=5-2', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null],
  ])('the range %s', async (range, status, bytes, contentRange) => {
    await b2.upload(bucketId, 'digits', '0123456789');
    const answer = await get('/file/test-files/digits', { authorization: b2.all.token, range });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe(bytes);
    expect(answer.headers.get('content-range')).toBe(contentRange);
  });

  it('refuses ranges behind the end, and what is missing, hidden or private', async () => {
    await b2.upload(bucketId, 'digits', '0123456789');
    const refused = async (path: string, headers?: Record<string, string>): Promise<Json> =>
      (await get(path, headers)).json();
    const authorization = b2.all.token;
    const path = '/file/test-files/digits';
    expect(await refused(path, { authorization, range: 'bytes=10-' })).toMatchObject({ status: 416 });
    expect(await refused(path, {})).toMatchObject({ status: 401, code: 'bad_auth_token' });
    const blind = await b2.keyWith(['listFiles']);
    expect(await refused(path, { authorization: blind.token })).toMatchObject({ status: 401 });
    for (const missing of [
      '/file/test-files/nothing',
      '/file/no-such-bucket/a',
      '/b2api/v3/b2_download_file_by_id?fileId=x',
    ])
      expect(await refused(missing)).toMatchObject({ status: 404, code: 'not_found' });
    await b2.all.call('b2_hide_file', { bucketId, fileName: 'digits' });
    expect(await refused(path)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('finds names that a URL would resolve', async () => {
    for (const name of ['up/../here', 'dot/./x', 'back\\slash']) {
      await b2.upload(bucketId, name, name);
      const encoded = encodeURIComponent(name).replaceAll('.', '%2e');
      const { port } = new URL(b2.served.b2);
      const text = await new Promise<string>((resolve, reject) => {
        const path = `/file/test-files/${encoded}`;
        const headers = { authorization: b2.all.token };
        request({ port, host: '127.0.0.1', path, headers }, (answer) => {
          answer.setEncoding('utf8').on('data', resolve);
        })
          .on('error', reject)
          .end();
      });
      expect(text).toBe(name);
    }
  });

  it('needs no token in a public bucket', async () => {
    const open = await b2.bucket({ bucketName: 'open-bucket', bucketType: 'allPublic' });
    await b2.upload(open, 'a', 'x');
    expect(await (await get('/file/open-bucket/a', {})).text()).toBe('x');
  });

  it('can be shared by prefix and for a time', async () => {
    await b2.upload(bucketId, 'shared/a', 'x');
    await b2.upload(bucketId, 'kept/a', 'x');
    const asked = { bucketId, fileNamePrefix: 'shared/', validDurationInSeconds: 60 };
    const { body } = await b2.all.call('b2_get_download_authorization', asked);
    const authorization = body.authorizationToken;
    expect((await get('/file/test-files/shared/a', { authorization })).status).toBe(200);
    expect((await get(`/file/test-files/shared/a?Authorization=${authorization}`, {})).status).toBe(200);
    expect((await get('/file/test-files/kept/a', { authorization })).status).toBe(401);
    const reader = b2.sessionWith(authorization, b2.all.accountId);
    expect(await reader.call('b2_list_file_names', { bucketId })).toMatchObject(
      refusal(401, 'bad_auth_token'),
    );
    await b2.advance(60_000);
    expect((await get('/file/test-files/shared/a', { authorization })).status).toBe(401);
  });
});

describe('listing', () => {
  it('of names and versions goes by pages, prefix and delimiter', async () => {
    const own = await b2.bucket();
    for (const name of ['a', 'a', 'd/1', 'd/2', 'e']) await b2.upload(own, name, 'x');
    await b2.all.call('b2_hide_file', { bucketId: own, fileName: 'e' });
    await b2.all.call('b2_start_large_file', { bucketId: own, fileName: 'f', contentType: 'b2/x-auto' });
    const list = async (call: string, body: object = {}): Promise<Json> =>
      (await b2.all.call(call, { bucketId: own, ...body })).body;
    const show = (page: Json): string[] => page.files.map((f: Json) => `${f.action} ${f.fileName}`);

    expect(show(await list('b2_list_file_names'))).toEqual(['upload a', 'upload d/1', 'upload d/2']);
    const all = ['upload a', 'upload a', 'upload d/1', 'upload d/2', 'hide e', 'upload e', 'start f'];
    expect(show(await list('b2_list_file_versions'))).toEqual(all);
    const paged: string[] = [];
    let page = await list('b2_list_file_versions', { maxFileCount: 1 });
    for (;;) {
      paged.push(...show(page));
      if (page.nextFileName === null) break;
      const start = { startFileName: page.nextFileName, startFileId: page.nextFileId };
      page = await list('b2_list_file_versions', { maxFileCount: 1, ...start });
    }
    expect(paged).toEqual(all);
    const folded = await list('b2_list_file_names', { delimiter: '/', maxFileCount: 2 });
    expect(show(folded)).toEqual(['upload a', 'folder d/']);
    expect(folded.nextFileName).toBeNull();
    expect(folded.files[1]).toMatchObject({ fileId: null, contentLength: 0, uploadTimestamp: 0 });
    expect(show(await list('b2_list_file_names', { prefix: 'd/', startFileName: 'd/2' }))).toEqual([
      'upload d/2',
    ]);
    expect(show(await list('b2_list_unfinished_large_files'))).toEqual(['start f']);
  });

  it.each([
    ['b2_list_file_names', { maxFileCount: 10_001 }],
    ['b2_list_file_names', { maxFileCount: -1 }],
    ['b2_list_file_versions', { startFileId: 'x' }],
    ['b2_list_unfinished_large_files', { maxFileCount: 101 }],
  ])('%s refuses %o', async (call, body) => {
    expect(await b2.all.call(call, { bucketId, ...body })).toMatchObject(refusal(400, 'bad_request'));
  });
});

describe('hiding and unhiding', () => {
  it('adds a marker, refuses twice and over nothing, and deleting the marker unhides', async () => {
    const file = (await b2.upload(bucketId, 'hide-me', 'x')).body;
    const hide = (fileName: string) => b2.all.call('b2_hide_file', { bucketId, fileName });
    const marker = (await hide('hide-me')).body;
    expect(marker).toMatchObject({
      action: 'hide',
      contentLength: 0,
      contentSha1: null,
      contentType: 'application/x-bz-hide-marker',
    });
    expect(await hide('hide-me')).toMatchObject(refusal(400, 'already_hidden'));
    expect(await hide('never-was')).toMatchObject(refusal(400, 'no_such_file'));
    expect((await b2.all.call('b2_get_file_info', { fileId: file.fileId })).body).toEqual(file);
    await remove(marker);
    expect((await get('/file/test-files/hide-me')).status).toBe(200);
  });

  it('information about what is gone is 404', async () => {
    const file = (await b2.upload(bucketId, 'gone', 'x')).body;
    await remove(file);
    expect(await b2.all.call('b2_get_file_info', { fileId: file.fileId })).toMatchObject(
      refusal(404, 'not_found'),
    );
  });
});

describe('time and restarts', () => {
  it('the Date of answers and new files follow the clock', async () => {
    const { headers } = await b2.admin('GET', 'state');
    const offset = Number(headers.get('x-practice-clock-offset-ms'));
    await b2.advance(10_000_000);
    const { body } = await b2.upload(bucketId, 'late', 'x');
    expect(Math.abs(body.uploadTimestamp - (Date.now() + offset + 10_000_000))).toBeLessThan(60_000);
    const after = await b2.all.call('b2_get_file_info', { fileId: body.fileId });
    expect(after.headers.get('x-practice-clock-offset-ms')).toBe(String(offset + 10_000_000));
    expect(Math.abs(Date.parse(after.headers.get('date') ?? '') - body.uploadTimestamp)).toBeLessThan(60_000);
  });

  it('files, tokens, keys and URLs of before work on after a restart', async () => {
    const own = await b2.bucket();
    const url = (await b2.uploadUrl(own)).body;
    const file = (await b2.uploadTo(url, 'kept', 'words')).body;
    const { keyId, key } = b2.served;
    await b2.restart();
    expect([b2.served.keyId, b2.served.key]).toEqual([keyId, key]);
    expect((await b2.all.call('b2_get_file_info', { fileId: file.fileId })).body).toEqual(file);
    const answer = await get(`/b2api/v3/b2_download_file_by_id?fileId=${file.fileId}`);
    expect(await answer.text()).toBe('words');
    expect((await b2.uploadTo(url, 'more', 'x')).status).toBe(200);
  });
});
