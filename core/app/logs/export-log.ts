import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../contract/shared.ts';
import { explainError } from '../explain-error.ts';
import { logFiles, readLines } from './read-log.ts';
import { scrubText, scrubValue } from './scrub.ts';

/** Copies all of the log, oldest line first, into a new file. What is there is never written over. */
export async function exportLog({
  from,
  folder,
  now,
}: {
  readonly from: string;
  readonly folder: string;
  readonly now: Instant;
}): Promise<{ readonly file: string }> {
  const lines: string[] = [];
  for (const name of (await logFiles(from)).toReversed())
    lines.push(...(await readLines(join(from, name))).map(scrubLine));
  const moment = new Date(now).toISOString().slice(0, 16).replace('T', ' ').replace(':', '-');
  try {
    return await writeNew(folder, `holdfast log ${moment}`, lines.map((line) => `${line}\n`).join(''));
  } catch (error) {
    throw explainError(error);
  }
}

function scrubLine(line: string): string {
  try {
    return JSON.stringify(scrubValue(JSON.parse(line)));
  } catch {
    return scrubText(line);
  }
}

async function writeNew(folder: string, name: string, text: string): Promise<{ readonly file: string }> {
  for (let number = 1; ; number++) {
    const file = join(folder, `${name}${number === 1 ? '' : ` (${number})`}.txt`);
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o600 });
      return { file };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number >= 100) throw error;
    }
  }
}
