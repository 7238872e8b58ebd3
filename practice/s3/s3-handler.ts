import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiContext, ApiHandler } from '../server/api.ts';
import { isExpired } from '../vault/access.ts';
import type { VaultKey } from '../vault/vault-key.ts';
import { VaultRefusal } from '../vault/vault-refusal.ts';
import type { Vault } from '../vault/vault.ts';
import { operations } from './operations.ts';
import { refuseChecksumHeaders } from './payload/payload-claims.ts';
import { routeOf } from './route.ts';
import type { S3Answer } from './s3-call.ts';
import { S3Refusal } from './s3-refusal.ts';
import { SigningKeys } from './signature/signing-key.ts';
import { decodePath, parseQuery } from './signature/uri-encoding.ts';
import { verifySignature } from './signature/verify-signature.ts';
import { vaultRefusalAsS3 } from './vault-refusal-as-s3.ts';
import { writeAnswer, writeError } from './write-answer.ts';

export type S3Options = {
  /** Refuses `x-amz-checksum-*` and its relatives with InvalidArgument, as B2 did until 2025. */
  readonly legacyChecksums?: boolean;
  /** Answers 501 to a PUT with If-None-Match or If-Match, as B2 does. */
  readonly refuseConditionalPut?: boolean;
};

/** Longest object name, in bytes of UTF-8. */
const maxNameBytes = 1024;

/**
 * The S3 API (path style) over a vault. Signatures may be as old as the real clock says, though the vault's clock
 * was moved; everything else happens in the vault's time.
 */
export function s3Handler(context: ApiContext, options: S3Options = {}): ApiHandler {
  const signingKeys = new SigningKeys();
  return async (request, response) => {
    const method = request.method ?? 'GET';
    const raw = request.url ?? '/';
    const queryAt = raw.indexOf('?');
    const rawPath = queryAt < 0 ? raw : raw.slice(0, queryAt);
    try {
      const answer = await answerTo(request, response, {
        method,
        path: decodePath(rawPath),
        query: parseQuery(queryAt < 0 ? '' : raw.slice(queryAt + 1)),
      });
      if (answer !== undefined) await writeAnswer(response, answer);
    } catch (error) {
      const refusal = error instanceof VaultRefusal ? vaultRefusalAsS3(error) : error;
      if (isAborted(error, request)) return;
      if (!(refusal instanceof S3Refusal) || response.headersSent) throw error;
      await writeError(response, refusal, { method, resource: rawPath });
    }
  };

  async function answerTo(
    request: IncomingMessage,
    response: ServerResponse,
    asked: ParsedUrl,
  ): Promise<S3Answer | undefined> {
    const { vault } = context;
    const { headers } = request;
    const query = new Map(asked.query);
    const { bucketName, name } = splitPath(asked.path);
    const copies = headers['x-amz-copy-source'] !== undefined;
    const operation = routeOf({ method: asked.method, bucket: bucketName, name, query, copies });
    context.counts.add('s3', operation);
    const fault = await context.faults.meet({ api: 's3', operation, key: name }, request, response);
    if (fault.kind === 'dropped') return undefined;
    if (fault.kind === 'expired-token') throw new S3Refusal('ExpiredToken');
    if (fault.kind === 'status') {
      await writeError(response, faultAnswer(fault), { method: asked.method, resource: asked.path });
      return undefined;
    }
    const signature = verifySignature(
      { ...asked, headers },
      {
        signingKeys,
        secretOf: (keyId) => usableKey(vault, keyId).secret,
        clocks: { real: context.realNow(), vault: vault.now() },
      },
    );
    if (options.legacyChecksums === true) refuseChecksumHeaders(headers);
    const isConditional = headers['if-none-match'] !== undefined || headers['if-match'] !== undefined;
    if (options.refuseConditionalPut === true && asked.method === 'PUT' && isConditional)
      throw new S3Refusal('NotImplemented');
    if (Buffer.byteLength(name) > maxNameBytes) throw new S3Refusal('KeyTooLongError');
    const key = usableKey(vault, signature.keyId);
    return operations[operation]({ vault, key, request, headers, query, bucketName, name, signature });
  }
}

type ParsedUrl = {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
};

/** `/bucket/name`; everything behind the second slash is the name, as it is. */
function splitPath(path: string): { readonly bucketName: string; readonly name: string } {
  const slash = path.indexOf('/', 1);
  if (slash < 0) return { bucketName: path.slice(1), name: '' };
  return { bucketName: path.slice(1, slash), name: path.slice(slash + 1) };
}

/** B2 does not take the master key on this API, and neither does the vault. */
function usableKey(vault: Vault, keyId: string): VaultKey {
  const key = vault.key(keyId);
  if (key === undefined) throw new S3Refusal('InvalidAccessKeyId');
  if (key.master) {
    throw new S3Refusal('InvalidAccessKeyId', 'The master application key cannot be used with the S3 API.');
  }
  if (isExpired(key, vault.now())) {
    throw new S3Refusal('InvalidAccessKeyId', 'The application key has expired.');
  }
  return key;
}

const codesOfStatus: Readonly<Record<number, string>> = {
  403: 'AccessDenied',
  408: 'RequestTimeout',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'SlowDown',
};

function faultAnswer(fault: {
  readonly status: number;
  readonly retryAfter: number | undefined;
  readonly code: string | undefined;
}): Parameters<typeof writeError>[1] {
  return {
    status: fault.status,
    code: fault.code ?? codesOfStatus[fault.status] ?? 'ServiceUnavailable',
    message: 'A fault on request',
    headers: fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) },
  };
}

/** The client went away while its body was read: nobody is left to answer. */
function isAborted(error: unknown, request: IncomingMessage): boolean {
  return request.destroyed && !request.complete && error instanceof Error && 'code' in error;
}
