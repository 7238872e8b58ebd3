import { expect, test } from 'vitest';
import { startStub } from '../../../test/storage/stub-server.ts';
import { S3Store } from './s3-store.ts';

test.for([
  ['InvalidArgument', 'Invalid version id specified', 'object-missing'],
  ['MethodNotAllowed', 'no', 'object-missing'],
  ['ExpiredToken', 'The provided token has expired.', 'key-invalid'],
  ['InvalidRequest', 'no', 'provider-refused'],
] as const)(
  'HEAD, whose answers have no words, is explained by a GET: %s, %s',
  async ([code, message, ours]) => {
    const stub = await startStub((_call, response) => {
      response.writeHead(400, { 'content-type': 'application/xml' });
      response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    });
    const store = new S3Store(
      { endpoint: stub.endpoint, region: 'us-east-1', bucket: 'bucket' },
      { keyId: 'id', key: 'key' },
    );
    try {
      await expect(store.head({ name: 'p/packs/ab', versionId: 'odd' })).rejects.toMatchObject({
        code: ours,
      });
      expect(stub.calls.map(({ method }) => method)).toEqual(['HEAD', 'GET']);
    } finally {
      await store.close();
      await stub.close();
    }
  },
);
