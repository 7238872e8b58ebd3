import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects this thread's garbage now: 2 to 5 ms for a small heap. V8 looks at the memory behind buffers only from
 * 64 MiB a thread on, and zlib and crypto cannot write into memory of ours, so a thread that makes short-lived
 * buffers of a mebibyte each would hold that much garbage all the time.
 */
export const collectGarbage: () => void = (() => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (() => void) | undefined;
  return () => collect?.();
})();
