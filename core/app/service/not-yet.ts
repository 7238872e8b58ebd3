import type { Call, Input, Output } from '../../contract/calls.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';

/** Stands for a group of handlers that is being written. */
export const notYet = <C extends Call>(
  ...calls: readonly C[]
): { readonly [K in C]: (input: Input<K>) => Promise<Output<K>> } =>
  Object.fromEntries(
    calls.map((call) => [
      call,
      () => Promise.reject(new HoldfastError('request-invalid', { reason: `${call} is not there yet` })),
    ]),
  ) as unknown as { readonly [K in C]: (input: Input<K>) => Promise<Output<K>> };
