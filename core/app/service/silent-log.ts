import type { Log } from './service-context.ts';

/** Before there is a log, and in tests. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
