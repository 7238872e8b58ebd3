import koffi from 'koffi';
import { collectGarbage } from './collect-garbage.ts';

/**
 * Collects garbage and gives what is free back to the system. glibc keeps freed memory for each thread that ever
 * asked for some, up to 64 MiB a thread; a first backup on two workers held 100 MB so. About 5 ms. Elsewhere it only
 * collects.
 */
export const returnMemory: () => void = (() => {
  const trim = mallocTrim();
  return () => {
    collectGarbage();
    trim?.(0);
  };
})();

function mallocTrim(): ((keep: number) => number) | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return koffi.load(null).func('int malloc_trim(size_t keep)') as (keep: number) => number;
  } catch {
    // musl has none, and needs none: it gives memory back by itself.
    return undefined;
  }
}
