import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

export type FolderSize = { readonly bytes: number; readonly files: number };

/** Beyond that a folder is "very much" to anybody, and the disk is not kept busy for it. */
const maxEntries = 1_000_000;
/** So that other work of this thread has its turn. */
const breathe = 64;

/**
 * What is in a folder, links not followed. What cannot be read counts nothing.
 * @throws what `signal` was aborted with
 */
export async function folderSize(path: string, signal: AbortSignal): Promise<FolderSize> {
  const waiting = [path];
  let [bytes, files, entries] = [0, 0, 0];
  for (let next = waiting.pop(); next !== undefined && entries < maxEntries; next = waiting.pop()) {
    signal.throwIfAborted();
    const here = next;
    try {
      for await (const entry of await opendir(here, { bufferSize: breathe })) {
        if (++entries % breathe === 0) signal.throwIfAborted();
        if (entry.isDirectory()) waiting.push(join(here, entry.name));
        else if (entry.isFile()) {
          bytes += (await lstat(join(here, entry.name)).catch(() => ({ size: 0 }))).size;
          files++;
        }
        if (entries >= maxEntries) break;
      }
    } catch (error) {
      signal.throwIfAborted();
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
  return { bytes, files };
}
