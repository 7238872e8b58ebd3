import { resolve } from 'node:path';

const lastOf = new Map<string, Promise<unknown>>();

/**
 * Reading a file, changing what it says and writing it again, one after another of this process: what is done in between
 * by somebody else would be undone. Other processes are kept away by the lock of the home.
 */
export async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const key = resolve(path);
  const own = (lastOf.get(key) ?? Promise.resolve()).then(work);
  const settled = own.then(
    () => undefined,
    () => undefined,
  );
  lastOf.set(key, settled);
  try {
    return await own;
  } finally {
    if (lastOf.get(key) === settled) lastOf.delete(key);
  }
}
