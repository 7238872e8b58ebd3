import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { Instant } from '../../model/object.ts';
import { timeInWords } from '../words-for-people.ts';

/** A new folder beside the person's own ones. Colons are no good on all disks. */
export function newRestoreFolder(userFolder: string, now: Instant): string {
  const name = `Restored ${timeInWords(now).replace(':', '-')}`;
  for (let attempt = 1; ; attempt++) {
    const path = join(userFolder, attempt === 1 ? name : `${name} (${attempt})`);
    if (!existsSync(path)) return path;
  }
}

/** What common systems take, for a name and for a path with room for what comes below it. */
const maxNameBytes = 255;
const maxPathBytes = 3_000;

/** Where a program must not write what a backup says, on systems that have them. */
const systemFolders = ['/proc', '/sys', '/dev'];

/**
 * Where a restore may go: a whole path, to a place that can be written to and that is not Holdfast's own.
 * @param own folders of Holdfast: its settings, catalogs and practice vaults
 * @throws path-impossible
 */
export function checkRestoreFolder(to: string, own: readonly string[]): string {
  const refuse = (reason: string): HoldfastError =>
    new HoldfastError('path-impossible', { path: to, reason });
  if (!isAbsolute(to)) throw refuse('it is no whole path');
  if (to.includes('\0')) throw refuse('it holds a character that no path may have');
  const wanted = resolve(to);
  if (
    Buffer.byteLength(wanted) > maxPathBytes ||
    wanted.split(sep).some((name) => Buffer.byteLength(name) > maxNameBytes)
  )
    throw refuse('it is longer than the disk allows');
  const existing = nearestExisting(wanted);
  if (existing === undefined) throw refuse('it cannot be reached');
  if (!statSync(existing).isDirectory())
    throw refuse(existing === wanted ? 'it is a file, not a folder' : 'a part of it is a file, not a folder');
  const real = join(realpathSync(existing), relative(existing, wanted));
  if (own.some((folder) => isWithin(real, realOf(folder))))
    throw refuse('Holdfast keeps its own files there');
  if (process.platform !== 'win32' && systemFolders.some((folder) => isWithin(real, folder)))
    throw refuse('it belongs to the system');
  try {
    accessSync(existing, constants.W_OK);
  } catch {
    throw refuse('this user may not write there');
  }
  return wanted;
}

function nearestExisting(path: string): string | undefined {
  for (let place = path; ; place = dirname(place)) {
    try {
      if (existsSync(place)) return place;
    } catch {
      return undefined;
    }
    if (dirname(place) === place) return undefined;
  }
}

const realOf = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : resolve(folder));

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
