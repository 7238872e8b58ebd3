import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { alarmKinds } from '../../guard/alarms.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

const channel = z.enum(['webhook', 'mail']);

const openAlarm = z.strictObject({
  kind: z.enum(alarmKinds),
  /** This computer's time, ms. */
  since: z.int(),
  words: z.string(),
  /** In how many places it was wrong when it was last told. */
  amount: z.int().default(1),
  /** Who knows of it. */
  told: z.array(channel),
});

const stateSchema = z.strictObject({
  version: z.literal(1),
  open: z.array(openAlarm).default([]),
  /** Over, and those in `told` have not heard that yet. */
  over: z.array(openAlarm).default([]),
  /** This computer's time of the last round that came to its end; null: none did. */
  lastRound: z.int().nullable().default(null),
  /** Of the first failure since; null: the last round came to its end. */
  failingSince: z.int().nullable().default(null),
});

export type Channel = z.infer<typeof channel>;
export type OpenAlarm = z.infer<typeof openAlarm>;
export type GuardState = z.infer<typeof stateSchema>;

/** A file that is missing or damaged counts as empty: then open alarms are told again. */
export async function readGuardState(path: string): Promise<GuardState> {
  try {
    const read = stateSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (read.success) return read.data;
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isMissing && !(error instanceof SyntaxError)) throw error;
  }
  return stateSchema.parse({ version: 1 });
}

export async function writeGuardState(path: string, state: GuardState): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(state, null, 2)}\n`);
}
