import { z } from 'zod';
import { notices } from '../../locks/lock-state.ts';

const instant = z.number();

const setMemory = z.object({
  /** Why paths were skipped, as said already; forgotten after a run without any. */
  skippedReasons: z.array(z.string()).default([]),
  /** The row of failed backups that is going on; null: the last one went well. */
  failing: z
    .object({ code: z.string(), count: z.number(), toldAt: instant.nullable(), reported: z.boolean() })
    .nullable()
    .default(null),
  /** Failures one after another, by kind of job. */
  upkeep: z.record(z.string(), z.number()).default({}),
  noBackup: z.object({ lastGood: instant, toldAt: instant, gapMs: z.number() }).nullable().default(null),
  /** Notices about falling margins that were said. */
  locksSaid: z.array(z.enum(notices)).default([]),
  lapsedSaid: z.boolean().default(false),
  /** Suspicions that were said, by their beginning. */
  suspected: z.array(instant).default([]),
  /** Events of the home that were said: newest only. */
  events: z.array(z.string()).default([]),
  /** Alarms of audits that were said and not over yet, by their code. */
  alarms: z.array(z.string()).default([]),
  /** Kinds of notices that a run that failed has raised, and none that went well has ended. */
  raisedByRuns: z.array(z.string()).default([]),
  /** Events were read once: what came before this program knew the set is old news. */
  knowsEvents: z.boolean().default(false),
});

export type SetMemory = z.infer<typeof setMemory>;

export const memorySchema = z.object({
  version: z.literal(1),
  sets: z.record(z.string(), setMemory).default({}),
  weeklyAt: instant.nullable().default(null),
});
export type Memory = z.infer<typeof memorySchema>;

export const nothingSaid: SetMemory = setMemory.parse({});
export const emptyMemory: Memory = memorySchema.parse({ version: 1 });
