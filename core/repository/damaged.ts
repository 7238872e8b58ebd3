import { HoldfastError } from '../errors/holdfast-error.ts';

/** What decoding throws: `name` is known where a whole object was read. */
export function damaged(reason: string, name?: string): HoldfastError {
  return new HoldfastError('object-damaged', { reason, name });
}
