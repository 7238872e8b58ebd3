import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { explainError } from './explain-error.ts';

/** So many of one name in one folder, and something is wrong. */
const most = 100;

/**
 * Writes a file that is new: where there is one of that name, the next gets a number.
 * @param ending with its dot
 * @returns its path
 * @throws path-impossible, disk-full
 */
export async function writeNewFile(
  folder: string,
  name: string,
  ending: string,
  text: string,
): Promise<string> {
  for (let number = 1; ; number++) {
    const path = join(resolve(folder), `${name}${number === 1 ? '' : ` (${number})`}${ending}`);
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(text);
      } finally {
        await file.close();
      }
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number >= most) throw explainError(error);
    }
  }
}
