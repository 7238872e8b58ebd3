import { z } from 'zod';
import { jobId, setId, type Instant } from './shared.ts';
import type { ErrorShape } from './error-shape.ts';
import type { Saying } from './said.ts';

export const jobKinds = [
  'set-up',
  'backup',
  'renew',
  'audit',
  'prove',
  'drill',
  'retire',
  'restore',
  'report',
  'timeline',
  'hold',
  'clean',
  'measure',
  'practice-attack',
] as const;
export type JobKind = (typeof jobKinds)[number];

/** Keys of words. */
export const jobPhases = [
  'preparing',
  'scanning',
  'storing',
  'publishing',
  'downloading',
  'proving',
  'provisioning',
  'keeping',
  'measuring',
  'renewing',
  'auditing',
  'waiting',
  'drilling',
  'retiring',
  'attacking',
  'first-answer',
  'looking-closer',
  'holding',
  'listing',
  'reading-back',
  'removing',
] as const;
export type JobPhase = (typeof jobPhases)[number];

export type JobProgress = {
  readonly phase: JobPhase;
  readonly doneFiles: number;
  readonly totalFiles: number;
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** The totals may still grow. */
  readonly open: boolean;
  /** Over the last seconds; null: nothing to base it on. */
  readonly bytesPerSecond: number | null;
  readonly remainingSeconds: number | null;
  /** The file (in words alone) or step that takes longest just now; null: nothing is slow. */
  readonly slow: Saying | null;
};

export type JobView = {
  readonly id: string;
  readonly kind: JobKind;
  /** null: belongs to no set (set-up, recovery). */
  readonly set: string | null;
  readonly state: 'running' | 'done' | 'warnings' | 'failed' | 'cancelled';
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly progress: JobProgress | null;
  /** What it came to, in English; null while it runs. Windows have their own words by kind, state and figures. */
  readonly words: string | null;
  readonly figures: Readonly<Record<string, number>>;
  readonly error: ErrorShape | null;
  /** It asks whether to go on: this run locks more than twice what is stored. */
  readonly question: { readonly storedBytes: number; readonly newBytes: number } | null;
};

/** Jobs that a person starts by themselves; others begin with a call of their own. */
export const startable = ['backup', 'renew', 'audit', 'prove', 'drill', 'retire'] as const;

export const jobInputs = {
  'job.start': z.strictObject({ set: setId, kind: z.enum(startable) }),
  'job.cancel': z.strictObject({ job: jobId }),
  'job.answer': z.strictObject({ job: jobId, goOn: z.boolean() }),
} as const;

export type JobOutputs = {
  'job.start': JobView;
  'job.cancel': null;
  'job.answer': null;
};
