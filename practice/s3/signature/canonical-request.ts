import { hash } from 'node:crypto';
import type { SigningKey, SigningScope } from './signing-key.ts';
import { scopeText } from './signing-key.ts';
import type { SignedRequest } from './signed-request.ts';
import { headerText } from './signed-request.ts';
import { canonicalPath, canonicalQuery } from './uri-encoding.ts';

/** The request in the one spelling that both sides sign (Signature Version 4, S3's rules for the path). */
export function canonicalRequest(
  request: SignedRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const headers = signedHeaders.map(
    (name) => `${name}:${headerText(request.headers, name).trim().replaceAll(/ +/g, ' ')}\n`,
  );
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** Hex signature of a request. `amzDate` is `YYYYMMDDTHHMMSSZ`. */
export function requestSignature(
  key: SigningKey,
  amzDate: string,
  scope: SigningScope,
  canonical: string,
): string {
  // Node hands header bytes over as latin1 characters; hashing them as latin1 gives the sender's bytes back.
  const digest = hash('sha256', Buffer.from(canonical, 'latin1'));
  return key.sign(`AWS4-HMAC-SHA256\n${amzDate}\n${scopeText(scope)}\n${digest}`);
}
