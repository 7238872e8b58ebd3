import { HoldfastError } from '../errors/holdfast-error.ts';

/** @throws cancelled */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new HoldfastError('cancelled', {}, { cause: signal.reason });
}
