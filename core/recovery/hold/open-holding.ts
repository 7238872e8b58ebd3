import { asLengtheningOnly } from '../../storage/decorators/lengthening-only.ts';
import { connectRecovery, type Recovery, type RecoveryRequest } from '../connect-recovery.ts';

/**
 * Opens a repository to lengthen locks in it, with a key that may: the one write of a recovery. Nothing else can be done.
 * @throws as openRecovery
 */
export async function openHolding(request: RecoveryRequest): Promise<Recovery> {
  return await connectRecovery(request, asLengtheningOnly);
}
