import { lstat, open, type FileHandle } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import type { BytePath, Entry } from '../../model/entry.ts';
import { toFsPath } from '../../source/byte-path.ts';

const pieceBytes = 2 ** 20;
/** Nanoseconds do not fit into a double. */
const exact = { bigint: true } as const;

export type SourceComparison =
  | { readonly result: 'same' }
  | { readonly result: 'different' }
  /** Why there was nothing to compare with, in words. */
  | { readonly result: 'not compared'; readonly reason: string };

/**
 * Compares a restored file byte for byte with the one it was made from, where that has not changed since: same size,
 * same time. Reads both a piece at a time. Never throws for the source; it is somebody's living file.
 */
export async function compareWithSource(
  restored: BytePath,
  source: BytePath,
  entry: Entry,
): Promise<SourceComparison> {
  const before = await look(source);
  if (typeof before === 'string') return { result: 'not compared', reason: before };
  if (!isUnchanged(before, entry))
    return { result: 'not compared', reason: 'it was changed on this computer since' };
  let theirs: FileHandle;
  try {
    theirs = await open(toFsPath(source));
  } catch (error) {
    return { result: 'not compared', reason: cannotBeRead(error) };
  }
  await using _source = theirs;
  await using ours = await open(toFsPath(restored));
  const same = await haveSameBytes(ours, theirs);
  const after = await look(source);
  if (typeof after === 'string' || !isUnchanged(after, entry))
    return { result: 'not compared', reason: 'it was changed on this computer meanwhile' };
  return { result: same ? 'same' : 'different' };
}

async function look(source: BytePath): Promise<BigIntStats | string> {
  try {
    return await lstat(toFsPath(source), exact);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? 'it is not on this computer any more'
      : cannotBeRead(error);
  }
}

const cannotBeRead = (error: unknown): string =>
  `it cannot be read on this computer (${(error as NodeJS.ErrnoException).code})`;

const isUnchanged = (now: BigIntStats, entry: Entry): boolean =>
  now.isFile() && now.size === BigInt(entry.size) && now.mtimeNs === BigInt(entry.mtimeNs);

async function haveSameBytes(one: FileHandle, other: FileHandle): Promise<boolean> {
  const pieces = [Buffer.allocUnsafe(pieceBytes), Buffer.allocUnsafe(pieceBytes)] as const;
  for (let at = 0; ;) {
    const [a, b] = await Promise.all([fill(one, pieces[0], at), fill(other, pieces[1], at)]);
    if (!a.equals(b)) return false;
    if (a.length < pieceBytes) return true;
    at += pieceBytes;
  }
}

/** A short read means nothing; only an empty one is the end. */
async function fill(file: FileHandle, piece: Buffer, at: number): Promise<Buffer> {
  let filled = 0;
  while (filled < piece.length) {
    const { bytesRead } = await file.read(piece, filled, piece.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return piece.subarray(0, filled);
}
