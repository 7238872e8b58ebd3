import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Enough to be real, little enough for a minute on an old laptop. */
const limitsOfTheDemo = { files: 15_000, bytes: 150e6 };

export type ChosenFiles = {
  readonly folders: readonly string[];
  readonly files: number;
  readonly bytes: number;
};

/**
 * Real files that every machine with Holdfast has: the packages it is made of. Folders are taken in order of their
 * names while they fit; nothing in them changes while the demo runs.
 * @param modules the folder node_modules
 * @param limits never more than this
 */
export async function chooseFiles(modules: string, limits: Size = limitsOfTheDemo): Promise<ChosenFiles> {
  const folders: string[] = [];
  const sum = { files: 0, bytes: 0 };
  for (const entry of (await readdir(modules, { withFileTypes: true })).toSorted(byName)) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const path = join(modules, entry.name);
    const size = await measure(path, {
      files: limits.files - sum.files,
      bytes: limits.bytes - sum.bytes,
    });
    if (!size) continue;
    folders.push(path);
    sum.files += size.files;
    sum.bytes += size.bytes;
  }
  return { folders, ...sum };
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

type Size = { readonly files: number; readonly bytes: number };

/** undefined where it is more than there is room for. */
async function measure(folder: string, room: Size): Promise<Size | undefined> {
  const sum = { files: 0, bytes: 0 };
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    sum.files += 1;
    sum.bytes += (await lstat(join(entry.parentPath, entry.name))).size;
    if (sum.files > room.files || sum.bytes > room.bytes) return undefined;
  }
  return sum;
}
