import { isHoldfastError } from '../errors/holdfast-error.ts';

/**
 * undefined for what does not authenticate, or claims a later format: here it is only passed over, and whoever may
 * write to the bucket can claim anything.
 */
export function unlessForeign<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isHoldfastError(error, 'object-damaged') || isHoldfastError(error, 'format-unknown'))
      return undefined;
    throw error;
  }
}
