import type { startable } from '../../contract/jobs.ts';

/** What a set does by itself. */
export type ScheduledKind = (typeof startable)[number];
