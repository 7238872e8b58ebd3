import { S3Refusal } from '../s3-refusal.ts';

/** S3's tolerance between a request's date and the server's clock. */
export const maxSkewMs = 15 * 60_000;

/** Seven days, S3's bound for presigned URLs. */
const maxExpiresSeconds = 604_800;

/** Reads `YYYYMMDDTHHMMSSZ`; undefined where it is something else. */
export function parseAmzDate(text: string): number | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second] = found;
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(instant) ? undefined : instant;
}

/**
 * The real clock and the vault's, which is the same or later. Requests are fresh anywhere between: clients
 * start from this computer's clock, all AWS SDKs switch to that of the server's `Date` header once they see that
 * it differs, and then the vault's may be moved again.
 */
export type Clocks = { readonly real: number; readonly vault: number };

export function checkFresh(signedAt: number, clocks: Clocks): void {
  if (signedAt >= clocks.real - maxSkewMs && signedAt <= clocks.vault + maxSkewMs) return;
  throw new S3Refusal('RequestTimeTooSkewed');
}

/** The same for a presigned URL, which is good from its date on for `expires` seconds (1 s to 7 d). */
export function checkPresignedFresh(signedAt: number, expires: string, clocks: Clocks): void {
  const seconds = /^\d{1,7}$/.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > maxExpiresSeconds) {
    throw new S3Refusal(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be a number between 1 and 604800 seconds',
    );
  }
  if (signedAt > clocks.vault + maxSkewMs) throw new S3Refusal('AccessDenied', 'Request is not yet valid');
  if (clocks.real > signedAt + seconds * 1000) throw new S3Refusal('AccessDenied', 'Request has expired');
}
