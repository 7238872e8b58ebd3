import { z } from 'zod';
import { nothing, setId, type Instant } from './shared.ts';
import type { ErrorShape } from './error-shape.ts';
import type { JobView } from './jobs.ts';
import type { Notice } from './notice.ts';

/** How a backup set stands, worst first in words and shape (ui.md); the same in tray, list and home. */
export const setStates = [
  'suspected',
  'lapsed',
  'at-risk',
  'thinning',
  'paused',
  'working',
  /** Locked, as far as dates tell; no valid proof says that this storage keeps what it promises. */
  'unproven',
  'protected',
  'empty',
  /** Not known yet: nobody has asked the provider since the program started. */
  'unknown',
] as const;
export type SetState = (typeof setStates)[number];

export type SetSummary = {
  readonly id: string;
  readonly name: string;
  readonly state: SetState;
  /** The one sentence about the locks rests on this; null: nothing is kept or known, or no valid proof. Provider time. */
  readonly protectedUntil: Instant | null;
  readonly lastBackup: { readonly at: Instant; readonly newFiles: number | null } | null;
  readonly nextRun: Instant | null;
  readonly pausedUntil: Instant | null;
  /** The keys are sealed under the passphrase here and nobody has typed it since the program started. */
  readonly locked: boolean;
  /** Where backups go is a practice vault on this computer. */
  readonly practice: boolean;
  /** What stopped the last attempt; null: it went well. */
  readonly trouble: ErrorShape | null;
};

export const languages = ['system', 'en', 'de'] as const;
export const themes = ['system', 'light', 'dark'] as const;

export const appSettings = z.strictObject({
  language: z.enum(languages),
  theme: z.enum(themes),
  startAtLogin: z.boolean(),
  /** Desktop notifications. Failures and lock warnings on, successes off. */
  notify: z.strictObject({ trouble: z.boolean(), success: z.boolean() }),
  /** Reports by mail; the password is given in a window of its own. null: none. */
  mail: z
    .strictObject({
      host: z.string().min(1).max(255),
      port: z.int().min(1).max(65_535),
      secure: z.boolean(),
      user: z.string().max(255),
      from: z.string().min(1).max(255),
      to: z.string().min(1).max(255),
    })
    .nullable(),
  /** Asked with a JSON body on trouble; null: none. https, or http on this computer. */
  webhook: z.url().nullable(),
  /** When reports go out by mail and webhook. */
  reports: z.enum(['trouble', 'every-run', 'weekly']),
});
export type AppSettings = z.infer<typeof appSettings>;

/** Everything that is small and that every screen needs; sent whole whenever a part of it changes. */
export type AppState = {
  readonly version: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly shell: 'electron' | 'loopback';
  readonly settings: AppSettings;
  readonly sets: readonly SetSummary[];
  /** Running ones and those that ended since the program started, newest first, 20 at most. */
  readonly jobs: readonly JobView[];
  /** Not dismissed, newest first. */
  readonly notices: readonly Notice[];
  /** A set-up was begun and not finished. */
  readonly setUpBegun: boolean;
  readonly recoveryOpen: boolean;
  readonly online: boolean | null;
  /** What the settings file lost, where it could not be read and was set aside; null: nothing. */
  readonly settingsLost: string | null;
  readonly update: { readonly version: string } | null;
};

export const logLevels = ['info', 'warn', 'error'] as const;
export type LogLine = {
  readonly at: Instant;
  readonly level: (typeof logLevels)[number];
  readonly part: string;
  readonly words: string;
};

export const appInputs = {
  'app.state': nothing,
  'app.change': appSettings.partial(),
  /** Sends a test report by mail and webhook as they are set. */
  'app.test-report': nothing,
  'app.dismiss': z.strictObject({ notice: z.string().min(1) }),
  'app.logs': z.strictObject({ level: z.enum(logLevels), limit: z.int().min(1).max(2000) }),
  /** Writes a redacted copy into a new file in the folder and tells its path. */
  'app.export-logs': z.strictObject({ folder: z.string().min(1) }),
  'app.export-settings': z.strictObject({ set: setId, folder: z.string().min(1) }),
  'app.import-settings': z.strictObject({ set: setId, file: z.string().min(1) }),
  /** Folders of this computer, for a picker; null: the person's own folder. Files too where asked. */
  'app.folder': z.strictObject({ path: z.string().min(1).nullable(), files: z.boolean() }),
  'app.make-folder': z.strictObject({ parent: z.string().min(1), name: z.string().min(1).max(255) }),
} as const;

export type FolderView = {
  readonly path: string;
  readonly parent: string | null;
  readonly entries: readonly { readonly name: string; readonly path: string; readonly folder: boolean }[];
  /** More than 5,000 are cut. */
  readonly cut: boolean;
  readonly shortcuts: readonly { readonly name: string; readonly path: string }[];
};

export type AppOutputs = {
  'app.state': AppState;
  'app.change': AppSettings;
  'app.test-report': {
    readonly mail: ErrorShape | 'sent' | null;
    readonly webhook: ErrorShape | 'sent' | null;
  };
  'app.dismiss': null;
  'app.logs': readonly LogLine[];
  'app.export-logs': { readonly file: string };
  'app.export-settings': { readonly file: string };
  'app.import-settings': null;
  'app.folder': FolderView;
  'app.make-folder': { readonly path: string };
};
