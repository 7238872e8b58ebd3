import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type WorkFolder = {
  readonly path: string;
  readonly make: () => void;
  /** Also removes what only its owner may enter. */
  readonly remove: () => void;
};

/** A temporary folder whose name is known before it exists: stories that do not run leave nothing behind. */
export function workFolder(): WorkFolder {
  const path = join(tmpdir(), `holdfast-acceptance-${randomUUID().slice(0, 8)}`);
  return {
    path,
    make: () => {
      mkdirSync(path, { mode: 0o700 });
    },
    remove: () => {
      if (!existsSync(path)) return;
      execFileSync('chmod', ['-R', 'u+rwX', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
