import { join } from 'node:path';
import { compareFolders, type Comparison } from './compare-folders.ts';

/** Each original folder with its place below the folder that a snapshot of several was restored to. */
export async function compareAll(originals: readonly string[], restoredTo: string): Promise<Comparison> {
  const sum: Comparison = { files: 0, folders: 0, links: 0, bytes: 0, differences: [] };
  for (const original of originals) {
    const one = await compareFolders(original, join(restoredTo, original.replace(/^([A-Za-z]):/, '$1')));
    sum.files += one.files;
    sum.folders += one.folders;
    sum.links += one.links;
    sum.bytes += one.bytes;
    sum.differences.push(...one.differences);
  }
  return sum;
}
