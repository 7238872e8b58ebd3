/** The name at the end of a path, whichever platform it is of. */
export function lastPart(path: string): string {
  const separator = path.startsWith('/') ? '/' : '\\';
  const trimmed = path.length > 1 && path.endsWith(separator) ? path.slice(0, -1) : path;
  return trimmed.slice(trimmed.lastIndexOf(separator) + 1) || path;
}
