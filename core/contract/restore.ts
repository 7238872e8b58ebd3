import { z } from 'zod';
import { conflictPolicies } from './closed-lists.ts';
import { jobId, path, snapshotId, source } from './shared.ts';
import type { Said, Saying } from './said.ts';
import type { JobView } from './jobs.ts';
import type { WrittenReport } from './recovery-report.ts';

const selection = {
  source,
  snapshot: snapshotId,
  /** Nothing ticked restores nothing. */
  paths: z.array(path).min(1).max(10_000),
} as const;

export const restoreInputs = {
  /** Running total of what is ticked; folders are counted as far as they are read, up to a second. */
  'restore.total': z.strictObject(selection),
  'restore.plan': z.strictObject({
    ...selection,
    /** Folder that exists, or that is made; null: a new one beside the person's documents. */
    destination: z.string().min(1).nullable(),
    conflicts: z.enum(conflictPolicies),
    /** Recovery on another computer: OLD home folder → NEW. */
    mapHome: z.strictObject({ from: z.string().min(1), to: z.string().min(1) }).nullable(),
  }),
  'restore.start': z.strictObject({ plan: z.string().min(1) }),
  'restore.report': z.strictObject({ job: jobId }),
} as const;

export type RestorePlanView = {
  readonly plan: string;
  readonly files: number;
  readonly bytes: number;
  readonly alreadyThere: number;
  readonly downloadBytes: number;
  readonly downloadCost: number | null;
  readonly currency: string;
  /** Where everything will stand, spelled out, with an example of one file. */
  readonly resultPath: string;
  readonly example: string | null;
  readonly freeBytes: number | null;
  readonly warnings: readonly Saying[];
  /** Files that would be replaced; what stands there is not kept. */
  readonly replaces: number;
};

export type RestoreReportView = {
  readonly destination: string;
  readonly files: number;
  readonly bytes: number;
  readonly complete: boolean;
  /** The first 1,000. */
  readonly problems: readonly {
    readonly path: string;
    readonly reason: string;
    readonly said: Said | null;
  }[];
  readonly problemCount: number;
  readonly renamed: readonly { readonly path: string; readonly as: string }[];
  /** Whether one can be written by `recover.write-report`; null: no, as it is not of the open recovery. `written`: the last one. */
  readonly report: { readonly written: WrittenReport | null } | null;
};

export type RestoreOutputs = {
  'restore.total': {
    readonly files: number;
    readonly bytes: number;
    /** Not all of it was counted. */
    readonly atLeast: boolean;
  };
  'restore.plan': RestorePlanView;
  'restore.start': JobView;
  'restore.report': RestoreReportView;
};
