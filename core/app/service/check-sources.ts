import { opendir, stat } from 'node:fs/promises';
import { isAbsolute, normalize, sep } from 'node:path';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { explainError } from '../explain-error.ts';

/**
 * What a person may choose to be backed up: whole paths that can be read now. Those that were chosen before may have
 * vanished (a disk that is not plugged in).
 * @returns without what is there twice
 * @throws path-impossible
 */
export async function checkSources(
  sources: readonly string[],
  before: readonly string[],
  appFolder: string,
): Promise<readonly string[]> {
  const known = new Set(before);
  const clean = [...new Set(sources.map((path) => (isAbsolute(path) ? normalize(path) : path)))].map(
    (path) => (path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path),
  );
  for (const path of clean) {
    if (known.has(path)) continue;
    if (!isAbsolute(path))
      throw new HoldfastError('path-impossible', { path, reason: 'it is not a whole path' });
    if (path === appFolder || path.startsWith(`${appFolder}${sep}`))
      throw new HoldfastError('path-impossible', { path, reason: 'Holdfast keeps its own files there' });
    await assertReadable(path);
  }
  return [...new Set(clean)];
}

async function assertReadable(path: string): Promise<void> {
  try {
    if ((await stat(path)).isDirectory()) await (await opendir(path)).close();
  } catch (error) {
    throw explainError(error);
  }
}
