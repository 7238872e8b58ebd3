import { z } from 'zod';

/** Calls without an input take `{}`. */
export const nothing = z.strictObject({});

/** Names a backup set on this computer; never a path. */
export const setId = z.string().regex(/^[a-z0-9-]{1,40}$/);
export const jobId = z.string().min(1).max(60);
/** Hash part of a snapshot object's name: 64 hex digits. */
export const snapshotId = z.string().regex(/^[0-9a-f]{64}$/);
/** A path inside a snapshot or on this computer, as the engine showed it; hostile names included. */
export const path = z.string().min(1).max(40_000);

/** Where snapshots are read from: a backup set, or the recovery that is open. */
export const source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set'), set: setId }),
  z.strictObject({ kind: z.literal('recovery') }),
]);
export type Source = z.infer<typeof source>;

/** Milliseconds since 1970. Provider time where a lock is meant, else this computer's. */
export type Instant = number;

export const protectDays = z.int().min(1).max(3000);
