import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HoldfastError } from '../errors/holdfast-error.ts';

/** So many of one name in one folder, and something is wrong. */
const most = 100;

/**
 * Names for files that belong together: where there is one of any of these names, all get the same number. Makes nothing.
 * @param endings with their dots
 * @returns a path for each ending
 * @throws path-impossible
 */
export function freeNames<const T extends readonly string[]>(
  folder: string,
  name: string,
  endings: T,
): { readonly [K in keyof T]: string } {
  for (let number = 1; number <= most; number++) {
    const stem = join(resolve(folder), number === 1 ? name : `${name} (${number})`);
    const paths = endings.map((ending) => `${stem}${ending}`);
    if (paths.every((path) => lstatSync(path, { throwIfNoEntry: false }) === undefined))
      return paths as { [K in keyof T]: string };
  }
  throw new HoldfastError('path-impossible', { path: join(folder, name), reason: 'it exists already' });
}
