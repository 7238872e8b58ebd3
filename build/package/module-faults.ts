import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { natives } from './natives.ts';

/** Loads each native package as it was packed: what is missing in one of them shows only then. Takes a second. */
export function moduleFaults(asar: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-packed-'));
  try {
    extractAll(asar, folder);
    return natives.flatMap((name) => {
      const script = `await import(${JSON.stringify(name)})`;
      const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
      return status === 0 ? [] : [`${name} does not load as it is packed`];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
