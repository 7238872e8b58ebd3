import { readFileSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** Which files under a folder hold any of the texts. A browser works there meanwhile: what is gone when its turn comes holds nothing. */
export const findInFiles = (folder: string, texts: readonly string[]): readonly string[] =>
  among(folder, readdirSync(folder, { withFileTypes: true }), texts);

const among = (folder: string, entries: readonly Dirent[], texts: readonly string[]): readonly string[] =>
  entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const inside = orGone(() => readdirSync(path, { withFileTypes: true }), []);
      return among(path, inside, texts);
    }
    return entry.isFile() && holds(path, texts) ? [path] : [];
  });

function holds(file: string, texts: readonly string[]): boolean {
  const bytes = orGone(() => readFileSync(file), Buffer.alloc(0));
  return texts.some((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')));
}

function orGone<T>(read: () => T, nothing: T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothing;
    throw error;
  }
}
