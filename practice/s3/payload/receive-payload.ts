import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Refusal } from '../s3-refusal.ts';
import type { VerifiedSignature } from '../signature/verify-signature.ts';
import { AwsChunkedDecoder } from './aws-chunked-decoder.ts';
import { startChecksum } from './checksum.ts';
import { ChunkSignatures } from './chunk-signature.ts';
import type { PayloadClaims } from './payload-claims.ts';

/** What arrived, as far as this pass over the bytes could tell. */
export type ReceivedPayload = {
  readonly size: number;
  /** Base64, computed and equal to what the sender claims; undefined where he claims none. */
  readonly checksum: string | undefined;
};

/**
 * Reads a body to its end, takes its framing off and hands the bytes to `take`, one piece at a time. Checks
 * framing, chunk signatures, length and checksum; MD5 and SHA-256 are left to `checkDigests`, because whoever
 * stores the bytes computes them anyway. The request is not destroyed when this refuses: an answer can follow.
 */
export async function receivePayload(
  request: IncomingMessage,
  claims: PayloadClaims,
  signature: VerifiedSignature,
  take: (piece: Buffer) => Promise<void> | void,
): Promise<ReceivedPayload> {
  const { form } = claims;
  const checksum = claims.checksum && (await startChecksum(claims.checksum.algorithm));
  const decoder =
    form.kind === 'chunked'
      ? new AwsChunkedDecoder(form.signed ? new ChunkSignatures(signature) : undefined)
      : undefined;
  let size = 0;
  for await (const bytes of request.iterator({ destroyOnReturn: false })) {
    const pieces = decoder === undefined ? [bytes as Buffer] : decoder.push(bytes as Buffer);
    for (const piece of pieces) {
      size += piece.length;
      if (claims.length !== undefined && size > claims.length) throw new S3Refusal('IncompleteBody');
      checksum?.update(piece);
      await take(piece);
    }
  }
  const trailers = decoder?.end();
  if (claims.length !== undefined && size !== claims.length) throw new S3Refusal('IncompleteBody');
  const claimedChecksum =
    claims.checksum &&
    (claims.checksum.value ?? trailers?.get(`x-amz-checksum-${claims.checksum.algorithm}`));
  if (claims.checksum !== undefined && claimedChecksum === undefined) {
    throw new S3Refusal('InvalidRequest', 'The trailer that x-amz-trailer announced is missing');
  }
  const computed = checksum?.digest();
  if (computed !== claimedChecksum) {
    throw new S3Refusal(
      'BadDigest',
      `The ${claims.checksum?.algorithm.toUpperCase() ?? ''} you specified did not match the calculated checksum.`,
    );
  }
  return { size, checksum: computed };
}

/** Compares the digests (hex) of the decoded bytes with what the sender claims. */
export function checkDigests(
  claims: PayloadClaims,
  digests: { readonly md5: string; readonly sha256: string },
): void {
  if (claims.contentMd5 !== undefined && hexOf(claims.contentMd5) !== digests.md5) {
    throw new S3Refusal('BadDigest');
  }
  if (
    claims.form.kind === 'plain' &&
    claims.form.sha256 !== undefined &&
    claims.form.sha256 !== digests.sha256
  ) {
    throw new S3Refusal('XAmzContentSHA256Mismatch');
  }
}

/** A whole body of at most `maxBytes` in memory, checked in every way. */
export async function receiveSmallPayload(
  request: IncomingMessage,
  claims: PayloadClaims,
  signature: VerifiedSignature,
  maxBytes: number,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  await receivePayload(request, claims, signature, (piece) => {
    size += piece.length;
    if (size > maxBytes) throw new S3Refusal('MaxMessageLengthExceeded');
    pieces.push(piece);
  });
  const bytes = Buffer.concat(pieces);
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  checkDigests(claims, { md5: digest('md5'), sha256: digest('sha256') });
  return bytes;
}

function hexOf(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}
