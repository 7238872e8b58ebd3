import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../core/app/write-file-atomically.ts';

const note = z.strictObject({ port: z.int().min(1).max(65_535), secret: z.string().length(43) });

/** What the first server of an app folder leaves for the next start; only this person can read it. */
export type ServingNote = z.infer<typeof note>;

const fileIn = (folder: string): string => join(folder, 'serving.json');

export async function writeServingNote(folder: string, made: ServingNote): Promise<void> {
  await writeFileAtomically(fileIn(folder), `${JSON.stringify(made)}\n`);
}

/** What cannot be read is as good as nothing: then this start serves by itself. */
export function readServingNote(folder: string): ServingNote | undefined {
  try {
    return note.safeParse(JSON.parse(readFileSync(fileIn(folder), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

export function removeServingNote(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}
