import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Excludes } from '../../contract/sets.ts';
import { fromText } from '../../source/byte-path.ts';
import { PatternExclusion } from '../../source/exclusion.ts';
import { concurrently } from '../../system/concurrently.ts';
import { rulesOf } from '../exclude-presets.ts';
import { countOf, sizeInWords } from '../words-for-people.ts';
import type { JobEnd, RunningJob } from './service-context.ts';

const atATime = 16;

type Figures = { files: number; bytes: number; excludedFiles: number; excludedBytes: number };

/**
 * Counts what a backup would take and what it would leave out. A preview: what cannot be read is passed over, and hard links
 * count each time.
 * @param never folders that no backup takes
 */
export async function measureSources(
  sources: readonly string[],
  excludes: Excludes,
  job: Pick<RunningJob, 'signal' | 'progress'>,
  never: readonly string[],
): Promise<JobEnd> {
  const rules = rulesOf(excludes);
  const figures: Figures = { files: 0, bytes: 0, excludedFiles: 0, excludedBytes: 0 };
  const left = new Set(never);

  const count = (size: number, isOut: boolean): void => {
    if (isOut) {
      figures.excludedFiles++;
      figures.excludedBytes += size;
    } else {
      figures.files++;
      figures.bytes += size;
    }
    job.progress({
      phase: 'measuring',
      doneFiles: figures.files,
      totalFiles: figures.files + figures.excludedFiles,
      doneBytes: figures.bytes,
      totalBytes: figures.bytes + figures.excludedBytes,
      open: true,
      bytesPerSecond: null,
      remainingSeconds: null,
      slow: null,
    });
  };

  async function walk(folder: string, patterns: PatternExclusion, isOut: boolean): Promise<void> {
    job.signal.throwIfAborted();
    if (left.has(folder)) return;
    const entries = await entriesOf(folder);
    const isMarked = !isOut && entries.some(({ name }) => rules.ifPresent.includes(name));
    const folders: { readonly path: string; readonly isOut: boolean }[] = [];
    await concurrently(entries, atATime, async (entry) => {
      const path = join(folder, entry.name);
      const isHere =
        isOut ||
        (isMarked && !rules.ifPresent.includes(entry.name)) ||
        patterns.excludes(fromText(path), entry.isDirectory());
      if (entry.isDirectory()) folders.push({ path, isOut: isHere });
      else if (entry.isFile()) {
        const size = await sizeOf(path);
        count(size, isHere || size > (rules.maxFileBytes ?? Number.POSITIVE_INFINITY));
      }
    });
    for (const one of folders) await walk(one.path, patterns, one.isOut);
  }

  for (const root of sources) {
    const found = await lstat(root).catch(() => undefined);
    if (found?.isFile()) count(found.size, false);
    else await walk(root, new PatternExclusion(fromText(root), rules.patterns), false);
  }
  return {
    state: 'done',
    words: `${countOf(figures.files, 'file')}, ${sizeInWords(figures.bytes)}; left out: ${countOf(figures.excludedFiles, 'file')}, ${sizeInWords(figures.excludedBytes)}.`,
    figures,
  };
}

const entriesOf = (folder: string): Promise<Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => []);

const sizeOf = (path: string): Promise<number> =>
  lstat(path).then(
    ({ size }) => size,
    () => 0,
  );
