import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' }) => void;

/**
 * A young-generation collection of this thread, about 1 ms. V8 counts the memory behind buffers only from 64 MiB a
 * thread on, so a thread that makes megabytes of short-lived buffers holds that much garbage; zlib and crypto
 * cannot write into memory of ours. Measured on a first backup of 2.7 GiB: see docs/performance.md.
 */
export const collectGarbage: () => void = (() => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect | undefined;
  return () => collect?.({ type: 'minor' });
})();
