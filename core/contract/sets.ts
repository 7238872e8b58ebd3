import { z } from 'zod';
import { setId, type Instant } from './shared.ts';
import type { SetSummary } from './app.ts';
import type { Saying } from './said.ts';
import type { ErrorShape } from './error-shape.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('manual') }),
  z.strictObject({ kind: z.literal('every'), hours: z.int().min(1).max(168) }),
  /** Local time; a run that was missed is caught up at the next chance. days: 0 Sunday … 6; empty: every day. */
  z.strictObject({
    kind: z.literal('daily'),
    at: timeOfDay,
    days: z.array(z.int().min(0).max(6)).max(7),
  }),
]);
export type Schedule = z.infer<typeof schedule>;

/** Left out: patterns in .gitignore's language, presets by name, and by size. */
export const excludes = z.strictObject({
  patterns: z.array(z.string().min(1).max(4000)).max(1000),
  presets: z.array(z.enum(['caches', 'development', 'trash', 'downloads', 'virtual-machines'])).max(10),
  ifPresent: z.array(z.string().min(1).max(255)).max(20),
  maxFileBytes: z.number().int().positive().nullable(),
  oneFileSystem: z.boolean(),
});
export type Excludes = z.infer<typeof excludes>;

export const limits = z.strictObject({
  /** Upload bytes per second; null: none. */
  uploadBytesPerSecond: z.number().int().min(10_000).nullable(),
  /** The limit holds only between these local times; null: always. */
  hours: z.strictObject({ from: timeOfDay, to: timeOfDay }).nullable(),
  /** Where the platform tells; where it does not, nothing is assumed. */
  onBattery: z.boolean(),
  onMetered: z.boolean(),
});
export type Limits = z.infer<typeof limits>;

/** What a person may change of a set at any time; all of it can be changed back. */
export const setSettings = z.strictObject({
  name: z.string().trim().min(1).max(60),
  sources: z.array(z.string().min(1)).max(200),
  excludes,
  schedule,
  limits,
  ping: z.url().nullable(),
  guard: z.boolean(),
  /** Days without a good backup after which people are told; null: three intervals, at least one day, at most three. */
  deadManDays: z.int().min(1).max(60).nullable(),
});
export type SetSettings = z.infer<typeof setSettings>;

/** What was chosen for good, or only with care. */
export type SetFacts = {
  readonly place: string;
  readonly storage: 'b2' | 's3' | 'practice';
  readonly bucket: string;
  readonly prefix: string;
  readonly repositoryId: string;
  readonly fingerprint: string;
  readonly protectDays: number;
  readonly space: 'automatic' | 'by-hand';
  readonly strict: boolean;
  readonly secrets: 'keychain' | 'sealed-file';
  /** What the stored key may do, in words; null: not asked yet. */
  readonly keyWords: Saying | null;
  readonly ended: { readonly on: Instant; readonly place: string } | null;
};

/** One thing to do, with the button that does it. Warnings first, at most one of a kind. */
export type Need = {
  readonly kind:
    | 'unlock'
    | 'no-sources'
    | 'first-backup'
    | 'suspected'
    | 'renew'
    | 'trouble'
    | 'skipped'
    | 'prove'
    | 'kit-confirm'
    | 'kit-open'
    | 'kit-yearly'
    | 'watcher'
    | 'drill'
    | 'audit'
    | 'clock'
    | 'key-alarm';
  readonly words: string;
  readonly figures: Readonly<Record<string, number | string>>;
  readonly error: ErrorShape | null;
};

export type CalendarWeek = {
  /** Start of the week, UTC. */
  readonly from: Instant;
  /** Bytes whose lock ends in it: needed by kept snapshots, and not. */
  readonly neededBytes: number;
  readonly otherBytes: number;
};

export type Overview = {
  readonly summary: SetSummary;
  readonly now: Instant;
  readonly snapshots: number;
  readonly files: number;
  readonly bytes: number;
  readonly lastRun: RunRow | null;
  readonly calendar: readonly CalendarWeek[];
  /** Now plus the protection period. */
  readonly promise: Instant;
  readonly proof: {
    readonly at: Instant;
    readonly ok: boolean;
    readonly refused: number;
    readonly attempts: number;
  } | null;
  readonly money: {
    /** A month, in the currency of the price table. */
    readonly month: number;
    readonly unusedMonth: number;
    readonly currency: string;
    readonly storedBytes: number;
  } | null;
  readonly needs: readonly Need[];
  /** From the last look at the provider; null: never, everything is from memory. */
  readonly seenAt: Instant | null;
};

export type RunRow = {
  readonly id: string;
  readonly kind: 'backup' | 'renew' | 'audit' | 'prove' | 'drill' | 'retire' | 'restore';
  readonly startedAt: Instant;
  readonly seconds: number;
  readonly result: 'done' | 'warnings' | 'failed' | 'cancelled';
  /** files, bytes, newBytes, storedBytes, newFiles, skipped, renewed, alarms, … */
  readonly figures: Readonly<Record<string, number>>;
  readonly words: string;
  readonly snapshot: string | null;
  readonly error: ErrorShape | null;
};

export const setInputs = {
  'set.overview': z.strictObject({ set: setId }),
  /** Asks the provider now. */
  'set.look': z.strictObject({ set: setId }),
  'set.settings': z.strictObject({ set: setId }),
  'set.change': z.strictObject({ set: setId, change: setSettings.partial() }),
  'set.pause': z.strictObject({
    /** null: all sets. */
    set: setId.nullable(),
    /** hour, tomorrow (6:00 local), until resumed; off: goes on. */
    how: z.enum(['hour', 'tomorrow', 'until-resumed', 'off']),
  }),
  /** Replaces the stored key by one given in a window of its own. */
  'set.forget': z.strictObject({ set: setId }),
  'set.preview-excludes': z.strictObject({ sources: z.array(z.string().min(1)), excludes }),
} as const;

export type ExcludePreview = {
  /** Job that counts; its figures are files, bytes, excludedFiles, excludedBytes. */
  readonly job: string;
};

export type SetOutputs = {
  'set.overview': Overview;
  'set.look': Overview;
  'set.settings': { readonly settings: SetSettings; readonly facts: SetFacts };
  'set.change': SetSettings;
  'set.pause': null;
  'set.forget': null;
  'set.preview-excludes': ExcludePreview;
};
