import type { Retention } from './protection.ts';

const none: Retention = { all: null, daily: null, weekly: null, monthly: null, yearly: null };

/** The engine's own (core/locks/retention.ts), in days back from the newest snapshot; a test compares the two. */
export const retentionPresets = {
  everything: { ...none, all: 'forever' },
  standard: { all: 1, daily: 30, weekly: 90, monthly: 365, yearly: 'forever' },
  lean: { all: 1, daily: 7, weekly: 30, monthly: 180, yearly: null },
} as const satisfies Record<string, Retention>;
