import { z } from 'zod';
import type { Said, Saying } from '../../model/said.ts';

/** A code that this version does not know is said in words. */
export const keptSaid = z.custom<Said>(
  (value) => typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string',
);

/** On the disk. What was kept before there were codes is words alone. */
export const keptSaying = z.union([
  z.string().transform((words): Saying => ({ words, said: null })),
  z.strictObject({ words: z.string(), said: keptSaid.nullable() }),
]);
