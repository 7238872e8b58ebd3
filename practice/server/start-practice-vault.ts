import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adminHandler } from '../admin/admin-handler.ts';
import { b2Handler } from '../b2/b2-handler.ts';
import { s3Handler, type S3Options } from '../s3/s3-handler.ts';
import { Vault } from '../vault/vault.ts';
import type { ApiContext, ApiHandler } from './api.ts';
import { CallCounts } from './call-counts.ts';
import { Faults } from './faults.ts';
import { pathOf } from './path-of.ts';
import { stampAnswer } from './stamp-answer.ts';

export type PracticeVault = {
  /** Where B2 clients authorize: `${b2}/b2api/v4/b2_authorize_account`. */
  readonly b2: string;
  /** The S3 endpoint, path style. The same origin. */
  readonly s3: string;
  readonly region: 'practice';
  /** An ordinary key with all capabilities, for both APIs. Made at the first start, kept in the folder. */
  readonly keyId: string;
  readonly key: string;
  /** The account's master key: B2 only, as at Backblaze. */
  readonly masterKeyId: string;
  readonly masterKey: string;
  readonly port: number;
  /** Ends open connections too. The folder can then be opened again. */
  close(): Promise<void>;
};

/**
 * Serves the vault in `dir` (made if absent) on 127.0.0.1. Rejects if the port is taken, or with the code
 * SQLITE_BUSY if another process serves this folder.
 */
export async function startPracticeVault(options: {
  readonly dir: string;
  /** 0 or undefined: any free one. */
  readonly port?: number;
  readonly host?: '127.0.0.1';
  /** Accepts locks and deletes anyway. */
  readonly liar?: boolean;
  /** The S3 API refuses the checksum headers of newer SDKs, as B2 did until 2025. */
  readonly legacyChecksums?: boolean;
  /** The S3 API answers 501 to conditional PUTs, as B2's does. */
  readonly refuseConditionalPut?: boolean;
}): Promise<PracticeVault> {
  const vault = new Vault({ dir: options.dir, liar: options.liar ?? false });
  const context = { vault, counts: new CallCounts(), faults: new Faults(), realNow: Date.now };
  let origin = '';
  const { legacyChecksums = false, refuseConditionalPut = false } = options;
  const handle = route(context, () => origin, { legacyChecksums, refuseConditionalPut });
  // Uploads may take long, and a kept connection must not close just when a client uses it again.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 120_000 }, (request, response) => {
    void answer(handle, context, request, response);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
    });
  } catch (error) {
    vault.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  const first = vault.firstKey();
  const master = vault.masterKey();
  return {
    b2: origin,
    s3: origin,
    region: 'practice',
    keyId: first.keyId,
    key: first.secret,
    masterKeyId: master.keyId,
    masterKey: master.secret,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          vault.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Bucket names have at least 6 characters and no slash, so the first segment tells the APIs apart. */
function route(context: ApiContext, origin: () => string, options: S3Options): ApiHandler {
  const admin = adminHandler(context);
  const b2 = b2Handler(context, origin);
  const s3 = s3Handler(context, options);
  return (request, response, url) => {
    const first = pathOf(request).split('/', 2)[1];
    if (first === '.practice') return admin(request, response, url);
    if (first === 'b2api' || first === 'file') return b2(request, response, url);
    return s3(request, response, url);
  };
}

async function answer(
  handle: ApiHandler,
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    context.vault.keepTime();
    stampAnswer(response, context.vault);
    await handle(request, response, new URL(`http://vault${request.url ?? '/'}`));
  } catch (error) {
    // A fault of ours (or of the disk): said in the answer, since nobody reads a log of a practice vault.
    if (response.headersSent) return void response.destroy();
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 500, code: 'internal_error', message }));
  }
}
