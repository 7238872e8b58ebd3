import type { getAttributeSync, listAttributesSync, setAttributeSync } from '@napi-rs/xattr';

/** A file's extended attributes, as the system hands them out. */
export type AttributeCalls = {
  readonly getAttributeSync: typeof getAttributeSync;
  readonly listAttributesSync: typeof listAttributesSync;
  readonly setAttributeSync: typeof setAttributeSync;
};

/**
 * Windows has no such attributes, and the package no binary for it: to load it there would throw. Elsewhere a binary that is
 * missing does throw, as a backup without its attributes would look like a good one.
 */
async function loadAttributeCalls(platform: string): Promise<AttributeCalls> {
  return platform === 'win32' ? none : await import('@napi-rs/xattr');
}

/** What a file system without attributes does. */
const none: AttributeCalls = {
  getAttributeSync: () => null,
  listAttributesSync: () => [],
  setAttributeSync: () => {
    throw Object.assign(new Error('this system has no extended attributes'), { code: 'ENOTSUP' });
  },
};

/** Of this machine. */
export const attributeCalls: AttributeCalls = await loadAttributeCalls(process.platform);
