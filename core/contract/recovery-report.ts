import { z } from 'zod';
import { jobId } from './shared.ts';
import type { JobView } from './jobs.ts';

export const recoveryReportInputs = {
  /**
   * Reads every file that a restore of the open recovery brought back once more, and writes the report about it, with a list
   * of their SHA-256, as new files. Of a restore that did not finish: what is known of it, and no list. What was written,
   * `restore.report` has when the job has ended; a job that fails has written nothing.
   */
  'recover.write-report': z.strictObject({ job: jobId, folder: z.string().min(1) }),
} as const;

export type WrittenReport = {
  readonly file: string;
  /** SHA-256 of every file; null: the restore did not finish. */
  readonly manifest: string | null;
  /** Back, and in the list. */
  readonly files: number;
  readonly bytes: number;
  /** What did not come back, or could not be read back. */
  readonly missing: number;
};

export type RecoveryReportOutputs = { 'recover.write-report': JobView };
