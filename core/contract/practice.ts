import { z } from 'zod';
import { setId, type Instant } from './shared.ts';
import type { JobView } from './jobs.ts';

export type PracticeView = {
  readonly running: boolean;
  /** The vault's own clock. */
  readonly now: Instant;
  readonly aheadDays: number;
  readonly bytes: number;
  readonly attacks: readonly { readonly kind: string; readonly words: string }[];
  readonly lastAttack: { readonly kind: string; readonly at: Instant; readonly words: string } | null;
};

export const practiceInputs = {
  'practice.view': z.strictObject({ set: setId }),
  /** Forward only, as time goes. */
  'practice.move-clock': z.strictObject({ set: setId, days: z.int().min(1).max(4000) }),
  /** Plays an intruder against the vault with the stored key: hides, overwrites, tries to delete. */
  'practice.attack': z.strictObject({ set: setId, kind: z.string().min(1).max(40) }),
} as const;

export type PracticeOutputs = {
  'practice.view': PracticeView;
  'practice.move-clock': PracticeView;
  'practice.attack': JobView;
};
