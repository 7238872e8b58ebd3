import { HoldfastError } from '../errors/holdfast-error.ts';
import { isLoopback } from '../storage/provider-time.ts';

/** A server on this computer answers at once, and nobody should wait a minute for a rehearsal. */
export const nearbyProofMs = 4_000;

/**
 * How long a proof locks its test objects, ms: a minute, or HOLDFAST_PROOF_SECONDS, which is for tests and practice.
 * undefined (0, for servers on this computer only): set-up proves nothing now.
 * @throws usage
 */
export function proofTime(
  environment: Readonly<Record<string, string | undefined>>,
  endpoint: string,
  usual = 60_000,
): number | undefined {
  const text = environment['HOLDFAST_PROOF_SECONDS'];
  if (!text) return usual;
  if (text === '0' && isLoopback(endpoint)) return undefined;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw new HoldfastError('usage', {
      reason: `HOLDFAST_PROOF_SECONDS is "${text}"; it is a number of seconds from 1 to 3600`,
    });
  return seconds * 1000;
}
