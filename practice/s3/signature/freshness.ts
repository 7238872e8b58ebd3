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
 * A request is fresh by the real clock or by the vault's own: clients start from this computer's clock, and
 * some (all AWS SDKs) switch to the clock of the server's `Date` header once they see that it differs.
 */
export function checkFresh(signedAt: number, clocks: readonly number[]): void {
  if (clocks.some((now) => Math.abs(now - signedAt) <= maxSkewMs)) return;
  throw new S3Refusal('RequestTimeTooSkewed');
}

/** The same for a presigned URL, which is good from its date on for `expires` seconds (1 s to 7 d). */
export function checkPresignedFresh(signedAt: number, expires: string, clocks: readonly number[]): void {
  const seconds = /^\d{1,7}$/.test(expires) ? Number(expires) : 0;
  if (seconds < 1 || seconds > maxExpiresSeconds) {
    throw new S3Refusal(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be a number between 1 and 604800 seconds',
    );
  }
  const good = clocks.some((now) => now >= signedAt - maxSkewMs && now <= signedAt + seconds * 1000);
  if (good) return;
  const early = clocks.every((now) => now < signedAt);
  throw new S3Refusal('AccessDenied', early ? 'Request is not yet valid' : 'Request has expired');
}
