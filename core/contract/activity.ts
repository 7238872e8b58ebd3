import { z } from 'zod';
import { setId, type Instant } from './shared.ts';
import type { Said, Saying } from './said.ts';
import type { RunRow } from './sets.ts';

export type EventRow = Saying & { readonly at: Instant; readonly kind: string };
export type SkippedRow = {
  readonly path: string;
  readonly reason: string;
  /** null: a reason that a newer program wrote. */
  readonly said: Said | null;
  readonly excluded: boolean;
};

export const activityInputs = {
  'activity.runs': z.strictObject({ set: setId, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
  'activity.skipped': z.strictObject({ set: setId, run: z.string().min(1) }),
  /** "Exclude this", per row. */
  'activity.exclude': z.strictObject({ set: setId, path: z.string().min(1) }),
  'activity.events': z.strictObject({ set: setId, limit: z.int().min(1).max(500) }),
  /** The skipped files of a run as a text file in the folder. */
  'activity.export-skipped': z.strictObject({
    set: setId,
    run: z.string().min(1),
    folder: z.string().min(1),
  }),
} as const;

export type ActivityOutputs = {
  'activity.runs': { readonly runs: readonly RunRow[]; readonly total: number };
  'activity.skipped': { readonly skipped: readonly SkippedRow[]; readonly count: number };
  'activity.exclude': null;
  'activity.events': readonly EventRow[];
  'activity.export-skipped': { readonly file: string };
};
