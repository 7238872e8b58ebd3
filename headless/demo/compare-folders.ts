import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

export type Comparison = {
  files: number;
  folders: number;
  links: number;
  bytes: number;
  /** In plain words; empty: both are the same. */
  readonly differences: string[];
};

/** Nanoseconds do not fit into a double. */
const exact = { bigint: true } as const;
const typeBits = 0o170000n;

/**
 * Compares two folders the simplest way there is, with no code of the engine: every name, type, permission, time, link
 * and byte.
 */
export async function compareFolders(one: string, other: string): Promise<Comparison> {
  const result: Comparison = { files: 0, folders: 0, links: 0, bytes: 0, differences: [] };
  await compare(one, other, result);
  return result;
}

async function compare(one: string, other: string, result: Comparison): Promise<void> {
  const [a, b] = await Promise.all([lstat(one, exact), lstat(other, exact).catch(() => undefined)]);
  const differ = (what: string): number => result.differences.push(`${other}: ${what}`);
  if (!b) return void differ('missing');
  if ((a.mode & typeBits) !== (b.mode & typeBits)) return void differ('of another type');
  if (a.isSymbolicLink()) {
    result.links++;
    if ((await readlink(one)) !== (await readlink(other))) differ('points elsewhere');
    return;
  }
  if (a.mode !== b.mode) differ('other permissions');
  if (a.mtimeNs !== b.mtimeNs) differ('another time');
  if (a.isDirectory()) return await compareEntries(one, other, result);
  result.files++;
  result.bytes += Number(a.size);
  if (!(await readFile(one)).equals(await readFile(other))) differ('other contents');
}

async function compareEntries(one: string, other: string, result: Comparison): Promise<void> {
  result.folders++;
  const [ours, theirs] = await Promise.all([readdir(one), readdir(other)]);
  for (const name of theirs)
    if (!ours.includes(name)) result.differences.push(`${join(other, name)}: too much`);
  for (const name of ours) await compare(join(one, name), join(other, name), result);
}
