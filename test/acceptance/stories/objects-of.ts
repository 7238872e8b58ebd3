import type { BucketVersion, Intruder } from '../places/intruder.ts';
import { prefix } from '../places/place.ts';

/** The repository's objects of one kind: 'packs', 'lists', 'index', 'snapshots'. */
export async function objectsOf(intruder: Intruder, kind: string): Promise<readonly BucketVersion[]> {
  const all = await intruder.list();
  return all.filter((version) => version.name.startsWith(`${prefix}${kind}/`) && version.kind === 'object');
}

export const bytesOf = (versions: readonly BucketVersion[]): number =>
  versions.reduce((sum, { size }) => sum + size, 0);
