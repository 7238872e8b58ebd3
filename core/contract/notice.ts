import type { ErrorShape } from './error-shape.ts';
import type { Instant } from './shared.ts';

/** Screens a notification or the tray can lead to. */
export const screens = [
  'home',
  'restore',
  'protection',
  'activity',
  'settings',
  'practice',
  'wizard',
  'recover',
] as const;
export type Screen = (typeof screens)[number];

/** Kinds of notices that extending the locks of their set answers. */
export const lockNotices: ReadonlySet<string> = new Set([
  'locks-early',
  'locks-urgent',
  'locks-last',
  'locks-lapsed',
]);

/** Kinds of notices that stay until somebody decides: they cannot be dismissed by hand. */
export const stickyNotices: ReadonlySet<string> = new Set(['suspected']);

/** A notification's twin in the window. The same id replaces, never stacks. */
export type Notice = {
  readonly id: string;
  readonly at: Instant;
  readonly set: string | null;
  readonly urgency: 'low' | 'normal' | 'critical';
  /** Key of words: backup-failed, files-skipped, no-backup, locks-early, locks-urgent, locks-last, locks-lapsed, suspected, drill-failed, clock, key-alarm, audit-alarm, proof-failed, upkeep-failed, report-failed, settings-lost, backup-done, works-again. */
  readonly kind: string;
  readonly figures: Readonly<Record<string, number | string>>;
  /** English, with the one thing to do. */
  readonly words: string;
  readonly error: ErrorShape | null;
  readonly screen: Screen;
};
