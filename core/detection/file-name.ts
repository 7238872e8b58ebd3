import type { BytePath } from '../model/entry.ts';

/**
 * What stands behind the last dot, in lower case; empty where there is none, where the name starts with its only dot, or
 * where it is no extension (longer than 12 characters or with a space).
 */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || name.length - dot > 13 || name.includes(' ', dot)) return '';
  return name.slice(dot + 1).toLowerCase();
}

/** The name without its extension and that dot. */
export function stemOf(name: string): string {
  const extension = extensionOf(name);
  return extension === '' ? name : name.slice(0, -extension.length - 1);
}

/** A path for people. */
export function pathIn(directory: string, name: BytePath): string {
  const shown = Buffer.from(name, 'latin1').toString('utf8');
  return directory.endsWith('/') || directory === '' ? `${directory}${shown}` : `${directory}/${shown}`;
}
