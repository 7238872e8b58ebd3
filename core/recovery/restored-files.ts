import { lstatSync, type Stats } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { BytePath } from '../model/entry.ts';
import { PlanPaths } from '../restore/plan-paths.ts';
import { itemTypes } from '../restore/restore-plan.ts';
import type { RunOutcome } from '../restore/restore-run.ts';
import { toFsPath } from '../source/byte-path.ts';

/** By which a file is known to be the same later, without reading it. */
type FileLook = { readonly size: number; readonly modifiedMs: number };

export type RestoredFile = {
  readonly path: BytePath;
  /** When the restore had ended; absent: nobody looked, or it could not be looked at. */
  readonly look?: FileLook;
};

/** Files and further names of files, those that were there already included. */
export function* restoredFiles({ plan, lost }: Pick<RunOutcome, 'plan' | 'lost'>): Generator<RestoredFile> {
  const paths = new PlanPaths(plan);
  const { items } = plan;
  const typeOf = (row: number) => itemTypes[items.type[row] ?? 0];
  for (let row = 0; row < items.count; row++) {
    const type = typeOf(row);
    const isFile = type === 'file' || (type === 'link' && typeOf(items.special[row] ?? 0) === 'file');
    if (isFile && !lost.has(row)) yield { path: paths.item(row) };
  }
}

/** The same files, each as it looks now: for who reads them later. */
export async function* lookedAt(files: Iterable<RestoredFile>): AsyncGenerator<RestoredFile> {
  let count = 0;
  for (const { path } of files) {
    const look = lookAt(path);
    yield look ? { path, look } : { path };
    if (++count % 256 === 0) await setImmediate();
  }
}

/** @returns undefined: it is not there, is no file any more, or cannot be looked at */
export function lookAt(path: BytePath): FileLook | undefined {
  try {
    const stat = lstatSync(toFsPath(path));
    return stat.isFile() ? lookOf(stat) : undefined;
  } catch {
    return undefined;
  }
}

export const lookOf = ({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): FileLook => ({
  size,
  modifiedMs: mtimeMs,
});

export const isSameLook = (one: FileLook, other: FileLook): boolean =>
  one.size === other.size && one.modifiedMs === other.modifiedMs;
