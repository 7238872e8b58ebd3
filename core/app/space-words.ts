import { daysFromHiding } from '../storage/provisioning/space-rules.ts';
import type { Settings } from './settings.ts';

/** For set-up: what was chosen and what the other choice would mean. */
export const spaceInWords: Readonly<Record<Settings['space'], string>> = {
  automatic: `Space is given back by itself: what no snapshot needs any more is hidden when its lock has passed, and a rule of the bucket deletes it ${daysFromHiding} days later. Without the rule (--space by-hand) a thief of the stored key could never destroy anything.`,
  'by-hand':
    'Space is given back by hand: no rule of the bucket deletes anything, so a thief of the stored key never destroys a backup, even after the locks end. `holdfast locks retire` says what a maintenance key would free; `holdfast settings space automatic` would do it without one.',
};

/** Where a rule deletes what is hidden and nobody would notice that the renewal has stopped. */
export const unnoticedThief =
  'With the rule, a thief who hides everything and stops the renewal has destroyed it when the locks end. Set a ping or run a guard on a second machine, so that somebody notices in time.';
