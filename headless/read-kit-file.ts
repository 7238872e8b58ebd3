import { readFile } from 'node:fs/promises';
import { HoldfastError } from '../core/errors/holdfast-error.ts';
import { readKit } from '../core/recovery/read-kit.ts';
import type { RecoveryKit } from '../core/recovery/recovery-kit.ts';

/** @throws path-impossible, kit-unreadable */
export async function readKitFile(file: string): Promise<RecoveryKit> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'it does not exist' : 'it cannot be read';
    throw new HoldfastError('path-impossible', { path: file, reason }, { cause: error });
  }
  return readKit(text);
}
