import { z } from 'zod';
import { nothing, protectDays, type Instant } from './shared.ts';
import type { ErrorShape } from './error-shape.ts';
import type { Said, Saying } from './said.ts';
import { excludes, schedule } from './sets.ts';
import type { JobView } from './jobs.ts';

export const storageChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('practice') }),
  z.strictObject({
    kind: z.literal('b2'),
    /** Other than Backblaze's own only in tests and for servers that speak its API. */
    endpoint: z.url().nullable(),
    bucket: z.string().min(1).max(63),
    prefix: z.string().max(200),
    /** A set-up key makes bucket, rule and key; a storage key was made by hand. */
    key: z.enum(['set-up', 'storage']),
  }),
  z.strictObject({
    kind: z.literal('s3'),
    endpoint: z.url(),
    region: z.string().max(60),
    bucket: z.string().min(1).max(63),
    prefix: z.string().max(200),
    key: z.enum(['set-up', 'storage']),
  }),
]);
export type StorageChoice = z.infer<typeof storageChoice>;

/** The draft of a set-up: kept on disk without a secret, so that a closed window or a restart goes on where it was. */
export const setUpChange = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    storage: storageChoice,
    sources: z.array(z.string().min(1)).max(200),
    excludes,
    protectDays,
    space: z.enum(['automatic', 'by-hand']),
    schedule,
    ping: z.url().nullable(),
    page: z.string().max(40),
  })
  .partial();
export type SetUpChange = z.infer<typeof setUpChange>;

export type StorageCheck = {
  /** reachable, key, bucket, lock, rights, clock: each with its words. */
  readonly steps: readonly {
    readonly step: 'reachable' | 'key' | 'bucket' | 'lock' | 'rights' | 'clock';
    readonly ok: boolean | null;
    readonly words: string;
    /** null: the error says it. */
    readonly said: Said | null;
  }[];
  readonly error: ErrorShape | null;
  /** What Holdfast will make: bucket, rule, key. */
  readonly willMake: readonly ('bucket' | 'rule' | 'key')[];
};

export type SetUpView = {
  readonly draft: Required<SetUpChange> | SetUpChange;
  /** In memory only; false after a restart. */
  readonly hasStorageKey: boolean;
  readonly hasPassphrase: boolean;
  /** The three words were typed back. */
  readonly kitConfirmed: boolean;
  readonly check: StorageCheck | null;
  /** Once committed: earlier pages are closed. */
  readonly committed: boolean;
  readonly job: JobView | null;
  /** The set it became. */
  readonly set: string | null;
  readonly done: {
    readonly place: string;
    readonly keyWords: Saying;
    readonly warnings: readonly Saying[];
    readonly proof: 'proven' | 'unproven' | null;
    /** null: none was used, so there is nothing to make useless. */
    readonly setUpKeyDead: boolean | null;
    readonly kitOpened: boolean;
  } | null;
  /** At the provider, left by a set-up that failed. */
  readonly leftBehind: readonly Saying[];
};

export type SuggestedFolder = {
  readonly path: string;
  /** Key of words: documents, pictures, desktop, music, videos, downloads, home; null: its name says it. */
  readonly kind: string | null;
  /** Measured in the background; null: not yet. */
  readonly bytes: number | null;
  readonly files: number | null;
  readonly suggested: boolean;
};

export type SetUpForecast = {
  readonly bytes: number;
  /** What is backed up today nobody can delete before. */
  readonly until: Instant;
  readonly monthCost: number;
  /** Cannot be avoided any more once locked, even if Holdfast is removed. */
  readonly leastCost: number;
  readonly currency: string;
  readonly points: readonly { readonly days: number; readonly monthCost: number }[];
};

export const setUpInputs = {
  'setup.view': nothing,
  'setup.change': setUpChange,
  /** Asks the provider; the key was given in its window before. */
  'setup.check-storage': nothing,
  /** For AWS and its like: what to paste on the provider's page. */
  'setup.policy': nothing,
  'setup.folders': nothing,
  'setup.forecast': z.strictObject({ bytes: z.number().nonnegative(), protectDays }),
  /** "Create the locked bucket and start": from here on nothing goes back. */
  'setup.commit': nothing,
  /** Whether the set-up key is dead by now. */
  'setup.check-key-dead': nothing,
  /** Drops draft and secrets; what is at the provider stays. Ends a finished set-up too. */
  'setup.leave': nothing,
} as const;

export type SetUpOutputs = {
  'setup.view': SetUpView;
  'setup.change': SetUpView;
  'setup.check-storage': SetUpView;
  'setup.policy': { readonly policy: string; readonly words: string };
  'setup.folders': readonly SuggestedFolder[];
  'setup.forecast': SetUpForecast;
  'setup.commit': SetUpView;
  'setup.check-key-dead': SetUpView;
  'setup.leave': null;
};
