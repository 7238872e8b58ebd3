import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from './find-violations.ts';

const roots = ['core', 'practice', 'headless', 'electron', 'renderer', 'build', 'test', 'bench'];

/** All our TypeScript files under the top of the repository. */
export function readSources(top: string): readonly SourceFile[] {
  return roots.flatMap((root) =>
    list(join(top, root)).map((file) => ({
      path: relative(top, file).split(sep).join('/'),
      text: readFileSync(file, 'utf8'),
    })),
  );
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}
