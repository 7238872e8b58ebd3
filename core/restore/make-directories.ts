import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { because } from '../model/reasons.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { toFsPath, toText } from '../source/byte-path.ts';
import { errorCode } from './item-placer.ts';
import { PlanPaths } from './plan-paths.ts';
import { directoryStates, type RestorePlan } from './restore-plan.ts';

export type DirectoryProblem = (path: string, reason: string) => void;

const ownerMay = 0o700;

/**
 * Makes the directories of a plan, parents first, open to their owner only until they are finished. What cannot be
 * made is marked unusable, with all below it. A link is never taken for a directory.
 * @throws disk-full, cancelled
 */
export async function makeDirectories(
  plan: RestorePlan,
  problem: DirectoryProblem,
  signal?: AbortSignal,
): Promise<void> {
  const { directories } = plan;
  const paths = new PlanPaths(plan);
  for (let row = 0; row < directories.count; row++) {
    if (row % 1024 === 0) await setImmediate();
    if (signal?.aborted) throw new HoldfastError('cancelled', {}, { cause: signal.reason });
    if (row > 0 && directories.state[directories.parent[row] ?? 0] === directoryStates.unusable) {
      directories.state[row] = directoryStates.unusable;
      continue;
    }
    const path = paths.directory(row);
    try {
      makeOne(path, directories.state[row] === directoryStates.existing, directories.hasMetadata[row] === 1);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ENOSPC' || code === 'EDQUOT')
        throw new HoldfastError('disk-full', { path: toText(plan.destination) }, { cause: error });
      directories.state[row] = directoryStates.unusable;
      problem(toText(path), because('reason-folder-failed', { detail: code }));
    }
  }
}

function makeOne(path: string, isThere: boolean, isPlanned: boolean): void {
  const place = toFsPath(path);
  if (!isThere) {
    try {
      mkdirSync(place, { mode: isPlanned ? ownerMay : 0o777 });
      return;
    } catch (error) {
      // A disk that does not tell capital letters apart.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
  const stat = lstatSync(place);
  if (!stat.isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  // One that an earlier run finished may not let its owner write.
  if (isPlanned && (stat.mode & ownerMay) !== ownerMay) chmodSync(place, (stat.mode & 0o7777) | ownerMay);
}
