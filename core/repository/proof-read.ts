import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';

/**
 * Reads what was just written as a reader would, so that nothing is locked for months that no reader accepts.
 * @throws bug
 */
export function proofRead(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!isHoldfastError(error, 'object-damaged')) throw error;
    const reason = `what was written cannot be read: ${String(error.details['reason'])}`;
    throw new HoldfastError('bug', { reason }, { cause: error });
  }
}
