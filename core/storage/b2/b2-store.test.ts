import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import {
  administer,
  openPracticeSubject,
  type PracticeSubject,
} from '../../../test/storage/open-practice-subject.ts';
import { startStub, type StubCall, type StubServer } from '../../../test/storage/stub-server.ts';
import { sha256Hex } from '../../crypto/sha256.ts';
import { realWorld } from '../../system/world.ts';
import { listAll, putBytes, textBytes } from '../conformance/check-tools.ts';
import { connectStore } from '../connect-store.ts';
import { createProvisioner } from '../provisioning.ts';
import { backupCapabilities } from '../roles.ts';
import { B2Store } from './b2-store.ts';
import { s3PlaceOf } from './s3-place.ts';

const key = { keyId: 'the-key-id', key: 'a-secret-that-nobody-may-see' };

let subject: PracticeSubject | undefined;
let stub: StubServer | undefined;
afterEach(async () => {
  await subject?.close();
  await stub?.close();
  subject = undefined;
  stub = undefined;
});

async function countsOf(vault: PracticeSubject['vault']): Promise<string> {
  const answer = await fetch(`${vault.b2}/.practice/counts`, { headers: { 'x-practice-admin': '1' } });
  return await answer.text();
}

async function connectToStub(answer: (call: StubCall, response: ServerResponse) => void): Promise<B2Store> {
  stub = await startStub(answer);
  return await B2Store.connect({ endpoint: stub.endpoint, bucket: 'bucket' }, key, {
    connect: 200,
    idle: 200,
  });
}

function json(response: ServerResponse, status: number, body: object, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

describe('signing in', () => {
  test('again, once for all, when the token has run out', async () => {
    let tokens = 0;
    const store = await connectToStub((call, response) => {
      if (call.url.endsWith('b2_authorize_account')) {
        const url = stub?.endpoint;
        json(response, 200, {
          accountId: 'a',
          authorizationToken: `token ${++tokens}`,
          apiUrl: url,
          s3ApiUrl: url,
          allowed: { capabilities: [] },
        });
      } else if (call.url.endsWith('b2_list_buckets'))
        json(response, 200, { buckets: [{ bucketId: 'b', bucketName: 'bucket', bucketType: 'allPrivate' }] });
      else if (call.headers.authorization === 'token 1')
        json(response, 401, { status: 401, code: 'expired_auth_token', message: 'expired' });
      else
        json(response, 200, {
          action: 'upload',
          contentLength: 1,
          fileId: 'v',
          fileName: 'n',
          uploadTimestamp: 1,
        });
    });
    const heads = Array.from({ length: 5 }, () => store.head({ name: 'n', versionId: 'v' }));
    expect((await Promise.all(heads)).map((head) => head.size)).toEqual([1, 1, 1, 1, 1]);
    expect(tokens).toBe(2);
  });

  test('again when the practice vault lets a token run out', async () => {
    subject = await openPracticeSubject('b2');
    const put = await putBytes(subject.store, `${subject.prefix}object`, textBytes('x'));
    await administer(subject.vault, 'faults', {
      faults: [
        { match: { api: 'b2', operation: 'b2_get_file_info' }, times: 1, action: { kind: 'expired-token' } },
      ],
    });
    expect((await subject.store.head(put)).size).toBe(1);
  });

  test.for([
    ['Bad fileId: never-given', 'object-missing'],
    ['Bad fileName', 'provider-refused'],
  ] as const)('an id that B2 never gives: %s', async ([message, code]) => {
    const store = await connectToStub((call, response) => {
      if (call.url.includes('b2_get_file_info'))
        json(response, 400, { status: 400, code: 'bad_request', message });
      else if (call.url.endsWith('b2_list_buckets'))
        json(response, 200, { buckets: [{ bucketId: 'b', bucketName: 'bucket', bucketType: 'allPrivate' }] });
      else
        json(response, 200, {
          accountId: 'a',
          authorizationToken: 'token',
          apiUrl: stub?.endpoint,
          s3ApiUrl: stub?.endpoint,
          allowed: { capabilities: [] },
        });
    });
    await expect(store.head({ name: 'n', versionId: 'never-given' })).rejects.toMatchObject({ code });
  });

  test('not again because of a locked deletion', async () => {
    subject = await openPracticeSubject('b2');
    const { now } = await subject.store.providerClock();
    const put = await putBytes(
      subject.store,
      `${subject.prefix}object`,
      textBytes('x'),
      Math.ceil(now / 1000) * 1000 + 60_000,
    );
    const before = await countsOf(subject.vault);
    await expect(subject.powerful.deleteVersion(put)).rejects.toMatchObject({ code: 'object-locked' });
    const count = (text: string, name: string): number =>
      Number(new RegExp(`"${name}":\\s*(\\d+)`).exec(text)?.[1] ?? 0);
    const after = await countsOf(subject.vault);
    expect(count(after, 'b2_authorize_account')).toBe(count(before, 'b2_authorize_account'));
    expect(count(after, 'b2_delete_file_version')).toBe(count(before, 'b2_delete_file_version') + 1);
  });

  test.for([
    [401, { status: 401, code: 'unauthorized', message: 'no' }, 'key-invalid'],
    [401, { status: 401, code: 'bad_auth_token', message: 'no' }, 'key-invalid'],
    [429, { status: 429, code: 'too_many_requests', message: 'slow' }, 'provider-busy'],
    [503, { status: 503, code: 'service_unavailable', message: 'later' }, 'provider-busy'],
    [403, { status: 403, code: 'transaction_cap_exceeded', message: 'cap' }, 'cap-exceeded'],
    [200, { hello: 'world' }, 'provider-answer-invalid'],
    [404, {}, 'provider-answer-invalid'],
  ] as const)('answered by %i %o', async ([status, body, code]) => {
    const connecting = connectToStub((_call, response) =>
      json(response, status, body, { 'retry-after': '3', 'x-bz-request-id': 'one' }),
    );
    const error: unknown = await connecting.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, retry: code === 'provider-busy' ? 'later' : 'never' });
    if (status !== 200) expect(error).toMatchObject({ details: { requestId: 'one' } });
    expect(stub?.calls).toHaveLength(1);
    expectNoSecret(error);
  });

  test('answered by a web page, by nothing, or by nobody', async () => {
    const page = connectToStub((_call, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    );
    await expect(page).rejects.toMatchObject({ code: 'provider-answer-invalid' });
    await stub?.close();
    const silent = await connectToStub(() => undefined).catch((error: unknown) => error);
    expect(silent).toMatchObject({ code: 'network-unreachable', retry: 'later' });
    expectNoSecret(silent);
    const { endpoint } = stub as StubServer;
    await stub?.close();
    const nobody = await B2Store.connect({ endpoint, bucket: 'bucket' }, key).catch(
      (error: unknown) => error,
    );
    expect(nobody).toMatchObject({ code: 'network-unreachable', retry: 'later' });
    expectNoSecret(nobody);
  });

  test('never sends a token over an open line', async () => {
    const open = connectToStub((_call, response) =>
      json(response, 200, {
        accountId: 'a',
        authorizationToken: 't',
        apiUrl: 'http://api.example.org',
        s3ApiUrl: 'https://s3.us-west-004.example.org',
        allowed: { capabilities: [], bucketId: null, bucketName: null, namePrefix: null },
      }),
    );
    await expect(open).rejects.toMatchObject({ code: 'provider-answer-invalid' });
    expect(stub?.calls).toHaveLength(1);
  });
});

describe('a bucket', () => {
  test('that is not there, or that the key is not for, is missing', async () => {
    subject = await openPracticeSubject('b2');
    const { b2: endpoint, keyId, key: secret } = subject.vault;
    const absent = connectStore(
      { kind: 'b2', endpoint, bucket: 'absent-bucket' },
      { keyId, key: secret },
      realWorld,
    );
    await expect(absent).rejects.toMatchObject({ code: 'bucket-missing' });
    const provisioner = createProvisioner(subject.settings, { keyId, key: secret });
    const restricted = await provisioner.createKey('read', 'checks/', 'reader');
    const other = connectStore({ kind: 'b2', endpoint, bucket: 'other-bucket' }, restricted, realWorld);
    await expect(other).rejects.toMatchObject({ code: 'bucket-missing' });
  });

  test('is asked whether a name is free, never by the header that B2 answers with 501', async () => {
    subject = await openPracticeSubject('b2');
    const name = `${subject.prefix}once`;
    const body = textBytes('once');
    const put = () =>
      subject!.store.put({ name, body, sha256: sha256Hex(body), lockUntil: undefined, onlyIfAbsent: true });
    await put();
    await expect(put()).rejects.toMatchObject({ code: 'object-exists', retry: 'never' });
    // No S3 request was made for the second: with the header there would have been one.
    expect(JSON.parse(await countsOf(subject.vault))).toMatchObject({ s3: { PutObject: 1 } });
  });

  test('tells what the key may do', async () => {
    subject = await openPracticeSubject('b2');
    const told = await subject.store.keyCapabilities();
    expect(told?.capabilities.toSorted()).toEqual(backupCapabilities.toSorted());
    expect(told).toMatchObject({ bucket: subject.store.bucket, prefix: 'checks/' });
  });

  test('refuses names outside the key’s prefix', async () => {
    subject = await openPracticeSubject('b2');
    const { store } = subject;
    await expect(putBytes(store, 'elsewhere', textBytes('x'))).rejects.toMatchObject({
      code: 'key-insufficient',
    });
    await expect(listAll(store, '')).rejects.toMatchObject({ code: 'key-insufficient' });
  });

  test('hidden twice keeps its one marker', async () => {
    subject = await openPracticeSubject('b2');
    const { store, prefix } = subject;
    await putBytes(store, `${prefix}object`, textBytes('x'));
    const first = await store.hide(`${prefix}object`);
    expect(await store.hide(`${prefix}object`)).toEqual(first);
    expect(await listAll(store, `${prefix}object`)).toHaveLength(2);
  });
});

test('the region comes from B2’s S3 address', () => {
  expect(s3PlaceOf('https://s3.eu-central-003.backblazeb2.com')).toEqual({
    endpoint: 'https://s3.eu-central-003.backblazeb2.com',
    region: 'eu-central-003',
  });
});

function expectNoSecret(error: unknown): void {
  const basic = Buffer.from(`${key.keyId}:${key.key}`).toString('base64');
  const seen = flatten(error);
  expect(seen).not.toContain(key.key);
  expect(seen).not.toContain(basic);
}

/** Everything that a log could print of an error. */
function flatten(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 6) return String(value);
  return Reflect.ownKeys(value)
    .map((name) => `${String(name)} ${flatten(Reflect.get(value, name) as unknown, depth + 1)}`)
    .join('\n');
}
