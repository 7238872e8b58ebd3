import type { BytePath } from '../model/entry.ts';
import { attributeCalls } from '../system/attribute-calls.ts';
import { toText } from './byte-path.ts';

export type ExtendedAttributes = readonly (readonly [string, string])[];

/**
 * Names and values (base64) of a file's or directory's extended attributes, POSIX ACLs among them; undefined where
 * there are none or the file system has none. The library takes text paths only and follows links: names that are not
 * UTF-8, and symlinks, go without.
 */
export function readExtendedAttributes(path: BytePath): ExtendedAttributes | undefined {
  const text = toText(path);
  if (text.includes('\ufffd')) return undefined;
  try {
    const names = attributeCalls.listAttributesSync(text);
    if (names.length === 0) return undefined;
    const pairs: [string, string][] = [];
    for (const name of names.toSorted()) {
      const value = attributeCalls.getAttributeSync(text, name);
      if (value !== null) pairs.push([name, value.toString('base64')]);
    }
    return pairs.length === 0 ? undefined : pairs;
  } catch {
    // Not supported here, or not ours to read: contents and permissions matter more than a failed run.
    return undefined;
  }
}
