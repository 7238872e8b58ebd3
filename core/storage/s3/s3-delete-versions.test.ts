import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { startStub, type StubServer } from '../../../test/storage/stub-server.ts';
import type { ObjectStore } from '../object-store.ts';
import { S3Store } from './s3-store.ts';

const version = { name: 'p/packs/ab', versionId: 'v1' };

let stub: StubServer;
let store: ObjectStore;
afterEach(async () => {
  await store.close();
  await stub.close();
});

/** Answers a batch so, and refuses everything else. */
async function storeAnswering(result: string): Promise<ObjectStore> {
  stub = await startStub((call, response) => {
    response.writeHead(call.method === 'POST' ? 200 : 403, { 'content-type': 'application/xml' });
    response.end(`<DeleteResult>${result}</DeleteResult>`);
  });
  const place = { endpoint: stub.endpoint, region: 'us-east-1', bucket: 'bucket' };
  store = new S3Store(place, { keyId: 'id', key: 'key' });
  return store;
}

test('a batch carries an MD5 and no CRC, and never the flag that bypasses', async () => {
  const good = await storeAnswering('');
  expect(await good.deleteVersions([version, { ...version, versionId: 'v2' }])).toEqual([]);
  const call = stub.calls[0]!;
  expect(call.headers['content-md5']).toBe(createHash('md5').update(call.body).digest('base64'));
  expect(Object.keys(call.headers).join()).not.toMatch(/checksum|bypass/);
  expect(call.body.toString().match(/<VersionId>/g)).toHaveLength(2);
});

test('more than a thousand never go out', async () => {
  const good = await storeAnswering('');
  const many = Array.from({ length: 1_001 }, () => version);
  await expect(good.deleteVersions(many)).rejects.toMatchObject({ code: 'bug' });
  expect(await good.deleteVersions([])).toEqual([]);
  expect(stub.calls).toEqual([]);
});

test('each refusal of a batch becomes one of our codes', async () => {
  const codes = ['AccessDenied', 'NoSuchVersion', 'SlowDown', 'InternalError'];
  const versions = codes.map((code) => ({ ...version, versionId: code }));
  const mixed = await storeAnswering(
    codes
      .map((code) => `<Error><Key>p/packs/ab</Key><VersionId>${code}</VersionId><Code>${code}</Code></Error>`)
      .join(''),
  );
  const refused = await mixed.deleteVersions(versions);
  expect(refused.map(({ version: { versionId }, error }) => [versionId, error.code, error.retry])).toEqual([
    ['AccessDenied', 'key-insufficient', 'never'],
    ['SlowDown', 'provider-busy', 'later'],
    ['InternalError', 'provider-busy', 'later'],
  ]);
});

test('an answer about something else is none', async () => {
  const other = await storeAnswering(
    '<Error><Key>p/other</Key><VersionId>v</VersionId><Code>x</Code></Error>',
  );
  await expect(other.deleteVersions([version])).rejects.toMatchObject({ code: 'provider-answer-invalid' });
});
