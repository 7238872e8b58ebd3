import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { CallCounts } from '../../server/call-counts.ts';
import { Faults } from '../../server/faults.ts';
import { stampAnswer } from '../../server/stamp-answer.ts';
import { allCapabilities } from '../../vault/capabilities.ts';
import type { NewKey, VaultKey } from '../../vault/vault-key.ts';
import { Vault } from '../../vault/vault.ts';
import type { S3Options } from '../s3-handler.ts';
import { s3Handler } from '../s3-handler.ts';

/** The S3 API alone over a vault in a temporary folder, with a stock client for it. */
export type S3TestVault = {
  readonly vault: Vault;
  /** The vault's folder. */
  readonly dir: string;
  readonly url: string;
  readonly faults: Faults;
  readonly counts: CallCounts;
  /** A client with a key (default: all capabilities). */
  client(key?: VaultKey, config?: S3ClientConfig): S3Client;
  /** A key with exactly these capabilities. */
  keyWith(capabilities: readonly string[], restriction?: Partial<NewKey>): VaultKey;
  /** A key with all capabilities but these. */
  keyWithout(...capabilities: string[]): VaultKey;
  close(): Promise<void>;
};

export async function openS3TestVault(options: S3Options = {}): Promise<S3TestVault> {
  const dir = await mkdtemp(join(tmpdir(), 'practice-s3-'));
  const vault = new Vault({ dir });
  const faults = new Faults();
  const counts = new CallCounts();
  const handle = s3Handler({ vault, faults, counts, realNow: Date.now }, options);
  const server = createServer((request, response) => {
    stampAnswer(response, vault);
    handle(request, response, new URL('http://vault/')).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(`unexpected: ${error instanceof Error ? error.stack : String(error)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: S3Client[] = [];
  const keyWith = (capabilities: readonly string[], restriction: Partial<NewKey> = {}) =>
    vault.createKey({
      name: 'test',
      capabilities,
      bucketIds: null,
      namePrefix: null,
      validSeconds: null,
      ...restriction,
    });
  return {
    vault,
    dir,
    url,
    faults,
    counts,
    client: (key = vault.firstKey(), config = {}) => {
      const client = new S3Client({
        endpoint: url,
        region: 'practice',
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: key.keyId, secretAccessKey: key.secret },
        ...config,
      });
      clients.push(client);
      return client;
    },
    keyWith,
    keyWithout: (...capabilities) => keyWith(allCapabilities.filter((name) => !capabilities.includes(name))),
    close: async () => {
      for (const client of clients) client.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      vault.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
