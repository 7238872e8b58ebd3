import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { startStub, type StubCall, type StubServer } from '../../../test/storage/stub-server.ts';
import { listAll, textBytes } from '../conformance/check-tools.ts';
import type { ObjectStore, PutRequest } from '../object-store.ts';
import { S3Store } from './s3-store.ts';

const secret = 'a-secret-that-nobody-may-see';
const version = { name: 'p/packs/ab', versionId: 'v1' };
const body = textBytes('some bytes');
const request: PutRequest = {
  name: version.name,
  body,
  sha256: createHash('sha256').update(body).digest('hex'),
  lockUntil: Date.UTC(2030, 0, 1),
};

let stub: StubServer | undefined;
let store: ObjectStore | undefined;
afterEach(async () => {
  await store?.close();
  await stub?.close();
});

async function storeAnswering(
  answer: (response: ServerResponse, call: StubCall) => void,
  patience = { connect: 1_000, idle: 5_000 },
): Promise<ObjectStore> {
  stub = await startStub((call, response) => answer(response, call));
  store = new S3Store(
    { endpoint: stub.endpoint, region: 'us-east-1', bucket: 'bucket' },
    { keyId: 'the-key-id', key: secret },
    patience,
  );
  return store;
}

const refusing = (status: number, code: string, message = 'no', headers = {}): Promise<ObjectStore> =>
  storeAnswering((response) => {
    response.writeHead(status, { 'content-type': 'application/xml', ...headers });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
  });

const put = (s: ObjectStore): Promise<unknown> => s.put(request);
const get = (s: ObjectStore): Promise<unknown> => s.get(version);
const head = (s: ObjectStore): Promise<unknown> => s.head(version);
const renew = (s: ObjectStore): Promise<unknown> => s.renew(version, Date.UTC(2031, 0, 1));
const remove = (s: ObjectStore): Promise<unknown> => s.deleteVersion(version);
const list = (s: ObjectStore): Promise<unknown> => listAll(s, 'p/');
const state = (s: ObjectStore): Promise<unknown> => s.bucketState();

describe('a refusal becomes one of our codes', () => {
  test.for([
    [403, 'InvalidAccessKeyId', '', get, 'key-invalid', 'never'],
    [403, 'SignatureDoesNotMatch', '', list, 'key-invalid', 'never'],
    [403, 'AccessDenied', 'Access Denied', put, 'key-insufficient', 'never'],
    [403, 'AccessDenied', 'Access Denied', list, 'key-insufficient', 'never'],
    // Nothing is known of a lock here: the version cannot be asked either.
    [403, 'AccessDenied', 'Access Denied', remove, 'key-insufficient', 'never'],
    [403, 'AccessDenied', 'forbidden by object lock', remove, 'object-locked', 'never'],
    [403, 'AccessDenied', 'because object protected by object lock.', remove, 'object-locked', 'never'],
    [
      403,
      'AccessDenied',
      'proposed retain-until date shortens an existing one',
      renew,
      'object-locked',
      'never',
    ],
    [400, 'ObjectLocked', 'Object is WORM protected', remove, 'object-locked', 'never'],
    [403, 'AccessDenied', 'Cannot upload files, storage cap exceeded.', put, 'cap-exceeded', 'never'],
    [404, 'NoSuchBucket', '', list, 'bucket-missing', 'never'],
    [404, 'NoSuchBucket', '', get, 'bucket-missing', 'never'],
    [404, 'NoSuchKey', '', get, 'object-missing', 'never'],
    [404, 'NoSuchVersion', '', renew, 'object-missing', 'never'],
    [405, 'MethodNotAllowed', 'a delete marker', get, 'object-missing', 'never'],
    [400, 'InvalidArgument', 'Invalid version id specified', get, 'object-missing', 'never'],
    [412, 'PreconditionFailed', '', put, 'object-exists', 'never'],
    [416, 'InvalidRange', '', get, 'object-damaged', 'never'],
    [400, 'InvalidRequest', 'Bucket is missing Object Lock Configuration', put, 'bucket-not-locked', 'never'],
    [400, 'BadDigest', 'The Content-MD5 did not match', put, 'provider-refused', 'never'],
    [400, 'InvalidArgument', 'what', put, 'provider-refused', 'never'],
    [403, 'RequestTimeTooSkewed', '', put, 'clocks-differ', 'later'],
    [503, 'SlowDown', '', put, 'provider-busy', 'later'],
    [429, 'TooManyRequests', '', get, 'provider-busy', 'later'],
    [500, 'InternalError', '', get, 'provider-busy', 'later'],
    [500, 'InternalError', '', put, 'provider-busy', 'unclear'],
    [409, 'ConditionalRequestConflict', '', put, 'provider-busy', 'unclear'],
    [400, 'RequestTimeout', '', put, 'network-unreachable', 'later'],
    [301, 'PermanentRedirect', 'use another endpoint', state, 'provider-refused', 'never'],
  ] as const)('%i %s "%s"', async ([status, code, message, call, ours, retry]) => {
    await expect(call(await refusing(status, code, message))).rejects.toMatchObject({ code: ours, retry });
  });

  test('with the wait that was asked for', async () => {
    const busy = refusing(503, 'SlowDown', '', { 'retry-after': '11' });
    await expect(get(await busy)).rejects.toMatchObject({ retryAfterSeconds: 11 });
  });

  test('a HEAD without a body too', async () => {
    for (const [status, code] of [
      [404, 'object-missing'],
      [403, 'key-insufficient'],
      [503, 'provider-busy'],
    ] as const) {
      const silent = await storeAnswering((response) => response.writeHead(status).end());
      await expect(head(silent)).rejects.toMatchObject({ code });
      await store?.close();
      await stub?.close();
    }
  });

  test('a plain "Access Denied" is the lock where the lock runs', async () => {
    const locked = await storeAnswering((response, call) => {
      response.setHeader('date', new Date().toUTCString());
      if (call.method === 'HEAD')
        response.writeHead(200, {
          'content-length': '5',
          'last-modified': new Date().toUTCString(),
          'x-amz-object-lock-mode': 'COMPLIANCE',
          'x-amz-object-lock-retain-until-date': '2099-01-01T00:00:00Z',
        });
      else response.writeHead(403, { 'content-type': 'application/xml' });
      response.end(call.method === 'HEAD' ? undefined : '<Error><Code>AccessDenied</Code></Error>');
    });
    await expect(remove(locked)).rejects.toMatchObject({
      code: 'object-locked',
      details: { until: '2099-01-01T00:00:00.000Z', told: false },
    });
  });

  test('never with the secret in it', async () => {
    for (const answering of [
      refusing(403, 'SignatureDoesNotMatch', 'x'),
      refusing(500, 'InternalError'),
      storeAnswering((response) => response.destroy()),
    ]) {
      const error = await put(await answering).catch((thrown: unknown) => thrown);
      expect(flatten(error)).not.toContain(secret);
      expect(flatten(error)).not.toMatch(/authorization/i);
      await store?.close();
      await stub?.close();
    }
  });
});

describe('a broken line', () => {
  test('that swallowed the answer to a PUT leaves its end unclear', async () => {
    const dropping = await storeAnswering((response) => response.destroy());
    await expect(put(dropping)).rejects.toMatchObject({ code: 'network-unreachable', retry: 'unclear' });
    await expect(get(dropping)).rejects.toMatchObject({ code: 'network-unreachable', retry: 'later' });
  });

  test('that never was is not unclear', async () => {
    const gone = await storeAnswering(() => undefined);
    await stub?.close();
    await expect(put(gone)).rejects.toMatchObject({ code: 'network-unreachable', retry: 'later' });
  });

  test('that falls silent is given up', async () => {
    const silent = await storeAnswering(() => undefined, { connect: 100, idle: 100 });
    await expect(put(silent)).rejects.toMatchObject({ code: 'network-unreachable', retry: 'unclear' });
  });

  test('that falls silent in the middle of an object is given up', async () => {
    const stalling = await storeAnswering(
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('only this');
      },
      { connect: 100, idle: 100 },
    );
    await expect(get(stalling)).rejects.toMatchObject({ code: 'network-unreachable', retry: 'later' });
  });

  test('that ends in the middle of an object gives no object', async () => {
    const cutting = await storeAnswering((response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('only this', () => response.destroy());
    });
    await expect(get(cutting)).rejects.toMatchObject({ code: 'network-unreachable', retry: 'later' });
  });
});

describe('an answer that cannot be', () => {
  test('a web page', async () => {
    for (const call of [put, get, list, state]) {
      const portal = await storeAnswering((response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Sign in</html>');
      });
      await expect(call(portal)).rejects.toMatchObject({ code: 'provider-answer-invalid' });
      await store?.close();
      await stub?.close();
    }
  });

  test('a gateway’s web page is a busy provider', async () => {
    const gateway = await storeAnswering((response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
    });
    await expect(get(gateway)).rejects.toMatchObject({ code: 'provider-busy', retry: 'later' });
  });

  test('something else than XML', async () => {
    const other = await storeAnswering((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":');
    });
    await expect(list(other)).rejects.toMatchObject({ code: 'provider-answer-invalid' });
  });

  test('an error that no S3 service would give', async () => {
    for (const status of [302, 400, 404]) {
      const other = await storeAnswering((response) => {
        response.writeHead(status, { 'content-type': 'text/plain' }).end('not here');
      });
      await expect(list(other)).rejects.toMatchObject({ code: 'provider-answer-invalid' });
      await store?.close();
      await stub?.close();
    }
  });

  test('a PUT without a version: the bucket keeps none', async () => {
    const forgetful = await storeAnswering((response) => response.writeHead(200).end());
    await expect(put(forgetful)).rejects.toMatchObject({ code: 'bucket-not-locked' });
  });

  test('another version than asked', async () => {
    const other = await storeAnswering((response) => {
      response.writeHead(200, { 'x-amz-version-id': 'v2' }).end('x');
    });
    await expect(get(other)).rejects.toMatchObject({ code: 'provider-answer-invalid' });
  });

  test('the whole object where a range was asked', async () => {
    const whole = await storeAnswering((response) => response.writeHead(200).end('0123456789'));
    await expect(whole.get(version, { start: 2, end: 4 })).rejects.toMatchObject({ code: 'object-damaged' });
  });

  test('a listing that goes round in circles', async () => {
    const circling = await storeAnswering((response) => {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(
        '<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker></ListVersionsResult>',
      );
    });
    await expect(list(circling)).rejects.toMatchObject({ code: 'provider-answer-invalid' });
  });
});

describe('what goes out', () => {
  test('a PUT carries its lock, its MD5 and the hash that was known, and no CRC', async () => {
    const good = await storeAnswering((response) =>
      response.writeHead(200, { 'x-amz-version-id': 'v' }).end(),
    );
    const known = { ...request, sha256: 'ab'.repeat(32), md5: 'AAAAAAAAAAAAAAAAAAAAAA==' };
    await good.put(request);
    await good.put({ ...known, lockUntil: undefined, onlyIfAbsent: true });
    const [first, second] = stub?.calls ?? [];
    expect(first?.headers).toMatchObject({
      'content-md5': createHash('md5').update(body).digest('base64'),
      'x-amz-content-sha256': request.sha256,
      'x-amz-object-lock-mode': 'COMPLIANCE',
      'x-amz-object-lock-retain-until-date': '2030-01-01T00:00:00Z',
    });
    expect(first?.body).toEqual(Buffer.from(body));
    // Nothing hashed the body again: these are not its hashes.
    expect(second?.headers).toMatchObject({
      'content-md5': known.md5,
      'x-amz-content-sha256': known.sha256,
      'if-none-match': '*',
    });
    expect(second?.headers).not.toHaveProperty('x-amz-object-lock-mode');
    for (const call of stub?.calls ?? [])
      expect(Object.keys(call.headers).join()).not.toMatch(/checksum|expect/);
  });

  test('a change of a lock carries an MD5 instead of the CRC that B2 refused', async () => {
    const good = await storeAnswering((response) => response.writeHead(200).end());
    await good.renew(version, Date.UTC(2031, 0, 1));
    const [call] = stub?.calls ?? [];
    expect(call?.headers['content-md5']).toBe(
      createHash('md5')
        .update(call?.body ?? '')
        .digest('base64'),
    );
    expect(Object.keys(call?.headers ?? {}).join()).not.toMatch(/checksum/);
  });

  test('one connection serves many calls', async () => {
    const ports = new Set<number | undefined>();
    const good = await storeAnswering((response) => {
      ports.add(response.socket?.remotePort);
      response.writeHead(200, { 'x-amz-version-id': 'v' }).end();
    });
    const large = new Uint8Array(3 << 20);
    const sha256 = createHash('sha256').update(large).digest('hex');
    for (let call = 0; call < 4; call++) await good.put({ ...request, body: large, sha256 });
    expect(ports.size).toBe(1);
  });
});

describe('provider time', () => {
  const dated = (headers: Record<string, string>): Promise<ObjectStore> =>
    storeAnswering((response) => {
      response.sendDate = false;
      response.writeHead(200, { 'x-amz-version-id': 'v', ...headers }).end();
    });

  test('comes from the Date of the answer', async () => {
    const later = await dated({ date: 'Tue, 01 Jan 2030 00:00:07 GMT' });
    expect(await later.put(request)).toEqual({ versionId: 'v', providerTime: Date.UTC(2030, 0, 1, 0, 0, 7) });
    expect(await later.providerClock()).toEqual({ now: Date.UTC(2030, 0, 1, 0, 0, 7), movedBy: 0 });
  });

  test('of an upload too, on a practice vault whose clock was moved', async () => {
    const date = new Date();
    const moved = 5 * 86_400_000;
    const s = await storeAnswering((response) => {
      response.setHeader('date', new Date(date.getTime() + moved).toUTCString());
      response
        .writeHead(200, { 'x-amz-version-id': 'v1', 'x-practice-clock-offset-ms': String(moved) })
        .end();
    });
    const { providerTime } = await s.put(request);
    expect(providerTime).toBe(Math.floor((date.getTime() + moved) / 1000) * 1000);
  });

  test('of a refusal is as good', async () => {
    const refused = await refusing(403, 'AccessDenied', '', { date: 'Tue, 01 Jan 2030 00:00:00 GMT' });
    expect((await refused.providerClock()).now).toBe(Date.UTC(2030, 0, 1));
  });

  test('that is missing is no time', async () => {
    const timeless = await dated({});
    await expect(timeless.providerClock()).rejects.toMatchObject({ code: 'provider-answer-invalid' });
  });

  test('that is far from ours is signed with after one refusal', async () => {
    const theirs = Date.now() + 3 * 3_600_000;
    const strict = await storeAnswering((response, call) => {
      response.sendDate = false;
      response.setHeader('date', new Date(theirs).toUTCString());
      const [, y, mo, d, h] = /^(....)(..)(..)T(..)/.exec(String(call.headers['x-amz-date'])) ?? [];
      const signedAt = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h));
      if (Math.abs(signedAt - theirs) < 2 * 3_600_000)
        return response.writeHead(200, { 'x-amz-version-id': 'v' }).end();
      response.writeHead(403, { 'content-type': 'application/xml' });
      return response.end('<Error><Code>RequestTimeTooSkewed</Code></Error>');
    });
    await expect(put(strict)).rejects.toMatchObject({ code: 'clocks-differ', retry: 'later' });
    await expect(put(strict)).resolves.toMatchObject({ versionId: 'v' });
  });

  test('that a practice vault moved does not reach the signatures', async () => {
    const real = Date.now();
    const movedBy = 40 * 86_400_000;
    const moved = await dated({
      date: new Date(real + movedBy).toUTCString(),
      'x-practice-clock-offset-ms': String(movedBy),
    });
    for (let call = 0; call < 3; call++) expect((await moved.providerClock()).movedBy).toBe(movedBy);
    const signed = String(stub?.calls.at(-1)?.headers['x-amz-date']);
    const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
    // Midnight may pass meanwhile.
    expect([real, Date.now()].map(dayOf)).toContain(signed.slice(0, 8));
  });
});

/** Everything that a log could print of an error. */
function flatten(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 6) return String(value);
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)} ${flatten(Reflect.get(value, key) as unknown, depth + 1)}`)
    .join('\n');
}

test('a provider that knows no conditional PUT, as Backblaze B2, is asked for it once', async () => {
  const s3 = await storeAnswering((response, call) => {
    if (call.headers['if-none-match'] !== undefined) {
      response.writeHead(501, { 'content-type': 'application/xml' });
      response.end(
        '<Error><Code>NotImplemented</Code><Message>A header you provided implies functionality that is not implemented</Message></Error>',
      );
      return;
    }
    response.writeHead(200, { 'x-amz-version-id': 'stored' });
    response.end();
  });
  for (let count = 0; count < 3; count++)
    expect(await s3.put({ ...request, onlyIfAbsent: true })).toMatchObject({ versionId: 'stored' });
  expect(stub?.calls.map(({ headers }) => headers['if-none-match'])).toEqual([
    '*',
    undefined,
    undefined,
    undefined,
  ]);
});
