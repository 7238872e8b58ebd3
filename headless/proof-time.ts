import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { isLoopback } from '../core/storage/provider-time.ts';
import type { Terminal } from './terminal.ts';

/**
 * How long a proof locks its test objects, ms: a minute, or HOLDFAST_PROOF_SECONDS, which is for tests and practice.
 * undefined (0, for servers on this computer only): set-up proves nothing now.
 * @throws usage
 */
export function proofTime({ environment }: Terminal, endpoint: string): number | undefined {
  const text = environment['HOLDFAST_PROOF_SECONDS'];
  if (!text) return 60_000;
  if (text === '0' && isLoopback(endpoint)) return undefined;
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw new HoldfastError('usage', {
      reason: `HOLDFAST_PROOF_SECONDS is "${text}"; it is a number of seconds from 1 to 3600`,
    });
  return seconds * 1000;
}
