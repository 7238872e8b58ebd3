import type { BytePath } from '../model/entry.ts';

/** Longest name that common file systems take. */
const maxNameBytes = 255;

/**
 * Whether a name out of a tree may become a name on this disk. A tree is authenticated, but whoever owned the
 * backup key and the passphrase may have written it: a name must never lead anywhere else.
 */
export function isPlainName(name: BytePath, platform: NodeJS.Platform): boolean {
  if (name === '' || name === '.' || name === '..' || name.length > maxNameBytes) return false;
  if (name.includes('/') || name.includes('\0')) return false;
  // A drive letter, an alternate data stream, or a separator on Windows.
  return platform !== 'win32' || !/[\\:]/.test(name);
}

/** The name to use where `name` is taken: "photo (restored).jpg", then "photo (restored 2).jpg" and so on. */
export function freeName(name: BytePath, attempt: number): BytePath {
  const mark = attempt <= 1 ? ' (restored)' : ` (restored ${attempt})`;
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : '';
  if (stem.length + mark.length + extension.length <= maxNameBytes) return stem + mark + extension;
  const kept = extension.length > 32 ? '' : extension;
  return stem.slice(0, maxNameBytes - mark.length - kept.length) + mark + kept;
}
