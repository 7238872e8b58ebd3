import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const most = 100;

/** Writes a new file into the folder; where there is one of that name, the next number. @throws what the disk throws */
export async function writeReport(folder: string, day: string, text: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = `Holdfast protection ${day}${number === 1 ? '' : ` (${number})`}.html`;
    const path = join(resolve(folder), name);
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(text);
      } finally {
        await file.close();
      }
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number >= most) throw error;
    }
  }
}
