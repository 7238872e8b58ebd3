import type { ReceivedContent } from '../../vault/received-content.ts';
import type { PayloadClaims } from '../payload/payload-claims.ts';
import { checkDigests, receivePayload } from '../payload/receive-payload.ts';
import type { S3Call } from '../s3-call.ts';
import { S3Refusal } from '../s3-refusal.ts';

/** B2's bound for one upload or part. */
export const maxUploadBytes = 5_000_000_000;

export type VerifiedContent = {
  readonly content: ReceivedContent;
  /** Base64 of the checksum that the sender chose; undefined where he chose none. */
  readonly checksum: string | undefined;
};

/**
 * Streams a body to disk and checks it in every way that the sender asked for. What comes back belongs to the
 * caller, who commits or discards it; after a refusal nothing is left.
 */
export async function receiveContent(call: S3Call, claims: PayloadClaims): Promise<VerifiedContent> {
  if (claims.length === undefined) throw new S3Refusal('MissingContentLength');
  if (claims.length > maxUploadBytes) throw new S3Refusal('EntityTooLarge');
  const { form } = claims;
  const incoming = call.vault.beginContent({ sha256: form.kind === 'plain' && form.sha256 !== undefined });
  try {
    const { checksum } = await receivePayload(call.request, claims, call.signature, (piece) =>
      incoming.write(piece),
    );
    const content = await incoming.finish();
    try {
      checkDigests(claims, { md5: content.md5 ?? '', sha256: content.sha256 ?? '' });
    } catch (refusal) {
      call.vault.discard(content);
      throw refusal;
    }
    return { content, checksum };
  } catch (error) {
    await incoming.abort();
    throw error;
  }
}
