import type { VersionLock } from '../model/object.ts';

/** Hide and delete markers are never locked, on any store. */
export const markerLock: VersionLock = { mode: null, until: null, legalHold: false };
