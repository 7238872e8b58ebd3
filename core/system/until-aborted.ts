import { HoldfastError } from '../errors/holdfast-error.ts';

/**
 * The end of `work`, or `cancelled` as soon as the signal aborts. What is under way then ends by itself, unheard: whoever
 * starts further steps in it looks at the signal.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => aborted.reject(new HoldfastError('cancelled'));
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([aborted.promise, work]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
