import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { logLevels, type LogLine } from '../../contract/app.ts';
import { scrubText } from './scrub.ts';

type Level = (typeof logLevels)[number];

/** Newest first; of this level and above. Lines that are no whole JSON (the computer went off) are left out. */
export async function readLog(
  folder: string,
  { level, limit }: { readonly level: Level; readonly limit: number },
): Promise<readonly LogLine[]> {
  const found: LogLine[] = [];
  const wanted = logLevels.slice(logLevels.indexOf(level));
  for (const file of await logFiles(folder)) {
    for (const line of (await readLines(join(folder, file))).toReversed()) {
      const parsed = parseLine(line);
      if (!parsed || !wanted.includes(parsed.level)) continue;
      found.push(parsed);
      if (found.length >= limit) return found;
    }
  }
  return found;
}

/** Names, newest first. */
export async function logFiles(folder: string): Promise<readonly string[]> {
  const age = (name: string): number => Number(/^holdfast\.(\d+)\.log$/.exec(name)?.[1] ?? 0);
  return (await readdir(folder))
    .filter((name) => /^holdfast(?:\.\d+)?\.log$/.test(name))
    .toSorted((a, b) => age(a) - age(b));
}

/** A file that was rotated away meanwhile has none. */
export async function readLines(path: string): Promise<readonly string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function parseLine(line: string): LogLine | undefined {
  try {
    const { level, time, part, msg, error } = JSON.parse(line) as Record<string, unknown>;
    const known = logLevels.find((one) => one === level);
    if (!known || typeof time !== 'number' || typeof msg !== 'string') return undefined;
    const reason = (error as { readonly message?: unknown } | undefined)?.message;
    return {
      at: time,
      level: known,
      part: typeof part === 'string' ? part : '',
      words: scrubText(typeof reason === 'string' ? `${msg} (${reason})` : msg),
    };
  } catch {
    return undefined;
  }
}
