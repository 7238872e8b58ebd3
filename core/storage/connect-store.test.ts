import { expect, test } from 'vitest';
import { openPracticeSubject } from '../../test/storage/open-practice-subject.ts';
import { stillWorld } from '../../test/storage/still-world.ts';
import { startStub } from '../../test/storage/stub-server.ts';
import { connectStore } from './connect-store.ts';

const key = { keyId: 'id', key: 'secret' };

test('B2 that is busy for a moment is waited for', async () => {
  let refusals = 2;
  const stub = await startStub((_call, response) => {
    const [status, body] =
      refusals-- > 0
        ? [503, { status: 503, code: 'service_unavailable', message: 'busy' }]
        : [401, { status: 401, code: 'unauthorized', message: 'no such key' }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const world = stillWorld();
  const settings = { kind: 'b2', endpoint: stub.endpoint, bucket: 'bucket' } as const;
  await expect(connectStore(settings, key, world)).rejects.toMatchObject({ code: 'key-invalid' });
  expect(world.waits).toHaveLength(2);
  await stub.close();
  const gone = stillWorld();
  await expect(connectStore(settings, key, gone)).rejects.toMatchObject({ code: 'network-unreachable' });
  expect(gone.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(15_000);
});

test('S3 makes no call before the first question', async () => {
  const stub = await startStub((_call, response) => response.end());
  const settings = { kind: 's3', endpoint: stub.endpoint, region: 'r', bucket: 'bucket' } as const;
  await (await connectStore(settings, key, stillWorld())).close();
  expect(stub.calls).toEqual([]);
  await stub.close();
});

test('both kinds reach the same objects', async () => {
  const subject = await openPracticeSubject('b2');
  const { vault } = subject;
  const world = stillWorld();
  const full = { keyId: vault.keyId, key: vault.key };
  const s3 = await connectStore(
    { kind: 's3', endpoint: vault.s3, region: vault.region, bucket: subject.store.bucket },
    full,
    world,
  );
  const body = new TextEncoder().encode('abc');
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  const name = `${subject.prefix}both`;
  const { versionId } = await s3.put({ name, body, sha256, lockUntil: undefined });
  expect(await subject.store.get({ name, versionId })).toEqual(body);
  await s3.close();
  await subject.close();
});
