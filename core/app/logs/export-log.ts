import { join } from 'node:path';
import type { Instant } from '../../contract/shared.ts';
import { writeNewFile } from '../write-new-file.ts';
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
  const text = lines.map((line) => `${line}\n`).join('');
  return { file: await writeNewFile(folder, `holdfast log ${moment}`, '.txt', text) };
}

function scrubLine(line: string): string {
  try {
    return JSON.stringify(scrubValue(JSON.parse(line)));
  } catch {
    return scrubText(line);
  }
}
