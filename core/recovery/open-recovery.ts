import { asReadOnly } from '../storage/decorators/read-only.ts';
import { connectRecovery, type Recovery, type RecoveryRequest } from './connect-recovery.ts';

export type { Recovery, RecoveryRequest } from './connect-recovery.ts';

/**
 * Opens a repository to look at it and to restore from it. Whatever would change the bucket is refused in this process,
 * before any call: there may be an intruder at work, and nobody can tell yet what is his.
 * @throws words-wrong, usage, key-invalid, bucket-missing, network-unreachable, provider-answer-invalid
 */
export async function openRecovery(request: RecoveryRequest): Promise<Recovery> {
  return await connectRecovery(request, asReadOnly);
}
