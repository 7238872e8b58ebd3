import { timingSafeEqual } from 'node:crypto';
import { S3Refusal } from '../s3-refusal.ts';
import { canonicalRequest, requestSignature } from './canonical-request.ts';
import type { Clocks } from './freshness.ts';
import { checkFresh, checkPresignedFresh, parseAmzDate } from './freshness.ts';
import type { SignedRequest } from './signed-request.ts';
import { headerText } from './signed-request.ts';
import type { SigningKey, SigningKeys, SigningScope } from './signing-key.ts';

/** What a signature that held proves, and what the signatures of body chunks build on. */
export type VerifiedSignature = {
  readonly keyId: string;
  /** What the request says about its body: `x-amz-content-sha256`, or UNSIGNED-PAYLOAD when presigned. */
  readonly payloadHash: string;
  readonly signingKey: SigningKey;
  readonly amzDate: string;
  readonly scope: SigningScope;
  readonly signature: string;
};

type Claim = {
  readonly keyId: string;
  readonly scope: SigningScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly amzDate: string;
  readonly signedAt: number;
  readonly expires: string | undefined;
  readonly payloadHash: string;
};

export type SignatureContext = {
  readonly signingKeys: SigningKeys;
  /** The secret of a key, or a refusal where it does not exist or may not be used here. */
  readonly secretOf: (keyId: string) => string;
  readonly clocks: Clocks;
};

/** Verifies Signature Version 4, in the header or presigned in the query. Refuses as S3 does. */
export function verifySignature(request: SignedRequest, context: SignatureContext): VerifiedSignature {
  const claim = readClaim(request);
  checkSignedHeaders(request, claim.signedHeaders);
  const secret = context.secretOf(claim.keyId);
  if (claim.expires === undefined) checkFresh(claim.signedAt, context.clocks);
  else checkPresignedFresh(claim.signedAt, claim.expires, context.clocks);
  const signingKey = context.signingKeys.keyFor(secret, claim.scope);
  const canonical = canonicalRequest(request, claim.signedHeaders, claim.payloadHash);
  const expected = requestSignature(signingKey, claim.amzDate, claim.scope, canonical);
  if (!sameText(expected, claim.signature)) throw new S3Refusal('SignatureDoesNotMatch');
  return {
    keyId: claim.keyId,
    payloadHash: claim.payloadHash,
    signingKey,
    amzDate: claim.amzDate,
    scope: claim.scope,
    signature: claim.signature,
  };
}

/** Compares without telling by its duration where two texts differ. */
export function sameText(a: string, b: string): boolean {
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  return x.length === y.length && timingSafeEqual(x, y);
}

function readClaim(request: SignedRequest): Claim {
  const authorization = headerText(request.headers, 'authorization');
  const query = new Map(request.query);
  if (authorization === '') {
    if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) return presignedClaim(request, query);
    if (query.has('Signature')) throw unsupportedMechanism();
    throw new S3Refusal('AccessDenied', 'Unauthenticated requests are not allowed for this api');
  }
  return headerClaim(request, authorization);
}

function headerClaim(request: SignedRequest, authorization: string): Claim {
  if (!authorization.startsWith('AWS4-HMAC-SHA256')) throw unsupportedMechanism();
  const credential = /[ ,]Credential=([^, ]+)/.exec(authorization)?.[1];
  const signedHeaders = /[ ,]SignedHeaders=([^, ]+)/.exec(authorization)?.[1];
  const signature = /[ ,]Signature=([^, ]+)/.exec(authorization)?.[1];
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    throw new S3Refusal('AuthorizationHeaderMalformed');
  }
  const amzDate = headerText(request.headers, 'x-amz-date') || fromHttpDate(request);
  const signedAt = parseAmzDate(amzDate);
  if (signedAt === undefined) {
    throw new S3Refusal('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  }
  const payloadHash = headerText(request.headers, 'x-amz-content-sha256');
  if (payloadHash === '') {
    throw new S3Refusal('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return {
    ...readCredential(credential, amzDate, 'AuthorizationHeaderMalformed'),
    signedHeaders: signedHeaders.split(';'),
    signature,
    amzDate,
    signedAt,
    expires: undefined,
    payloadHash,
  };
}

function presignedClaim(request: SignedRequest, query: ReadonlyMap<string, string>): Claim {
  const algorithm = query.get('X-Amz-Algorithm');
  const credential = query.get('X-Amz-Credential');
  const amzDate = query.get('X-Amz-Date');
  const signedHeaders = query.get('X-Amz-SignedHeaders');
  const signature = query.get('X-Amz-Signature');
  const expires = query.get('X-Amz-Expires');
  const signedAt = amzDate === undefined ? undefined : parseAmzDate(amzDate);
  if (
    algorithm !== 'AWS4-HMAC-SHA256' ||
    credential === undefined ||
    amzDate === undefined ||
    signedAt === undefined ||
    signedHeaders === undefined ||
    signature === undefined ||
    expires === undefined
  ) {
    throw new S3Refusal('AuthorizationQueryParametersError');
  }
  return {
    ...readCredential(credential, amzDate, 'AuthorizationQueryParametersError'),
    signedHeaders: signedHeaders.split(';'),
    signature,
    amzDate,
    signedAt,
    expires,
    payloadHash:
      query.get('X-Amz-Content-Sha256') ||
      headerText(request.headers, 'x-amz-content-sha256') ||
      'UNSIGNED-PAYLOAD',
  };
}

function readCredential(
  credential: string,
  amzDate: string,
  code: 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError',
): Pick<Claim, 'keyId' | 'scope'> {
  const parts = credential.split('/');
  const [keyId, date, region, service, end] = parts;
  const whole = parts.length === 5 && service === 's3' && end === 'aws4_request';
  if (!whole || keyId === undefined || date === undefined || region === undefined) {
    throw new S3Refusal(code, 'The Credential must be <keyId>/<date>/<region>/s3/aws4_request');
  }
  if (date !== amzDate.slice(0, 8)) {
    throw new S3Refusal(code, 'The date of the Credential is not the date of the request');
  }
  return { keyId, scope: { date, region } };
}

function checkSignedHeaders(request: SignedRequest, signedHeaders: readonly string[]): void {
  const signed = new Set(signedHeaders);
  if (!signed.has('host')) throw new S3Refusal('AccessDenied', 'The host header must be signed');
  for (const name of Object.keys(request.headers)) {
    // A presigned request may name its payload hash without having signed the header: the hash itself is signed.
    if (!name.startsWith('x-amz-') || name === 'x-amz-content-sha256' || signed.has(name)) continue;
    throw new S3Refusal(
      'AccessDenied',
      `There were headers present in the request which were not signed: ${name}`,
    );
  }
}

function fromHttpDate(request: SignedRequest): string {
  const instant = Date.parse(headerText(request.headers, 'date'));
  return Number.isNaN(instant) ? '' : new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

function unsupportedMechanism(): S3Refusal {
  return new S3Refusal(
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );
}
