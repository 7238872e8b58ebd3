import { setImmediate } from 'node:timers/promises';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath } from '../model/entry.ts';
import { toText } from '../source/byte-path.ts';
import { isSameLook, lookAt, type RestoredFile } from './restored-files.ts';
import { stopIfAborted } from './stop-if-aborted.ts';

/**
 * A list of checksums taken later would call a file restored that somebody has worked on meanwhile.
 * @throws restored-changed where a file is not as it was when the restore had ended
 */
export async function checkUnchanged(
  files: Iterable<RestoredFile> | AsyncIterable<RestoredFile>,
  signal: AbortSignal | undefined,
): Promise<void> {
  let first: BytePath | undefined;
  let changed = 0;
  let seen = 0;
  for await (const { path, look } of files) {
    if (++seen % 256 === 0) await setImmediate();
    stopIfAborted(signal);
    if (!look) continue;
    const now = lookAt(path);
    if (now && isSameLook(now, look)) continue;
    first ??= path;
    changed++;
  }
  if (first !== undefined) throw restoredChanged(first, changed);
}

export const restoredChanged = (first: BytePath, count: number): HoldfastError =>
  new HoldfastError('restored-changed', { path: toText(first), count });
