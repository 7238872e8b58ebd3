import { existsSync, readdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { lockHome, type HomeLock } from './home-lock.ts';
import type { Home } from './home.ts';

/** Settings, secrets and the first pages of a catalog need less. */
const neededBytes = 1 << 20;

export type NewHome = {
  readonly lock: HomeLock;
  /** Takes away whatever set-up put there; the folder too, if set-up made it. */
  undo(): Promise<void>;
};

/**
 * Makes and locks the home of a set-up, and tries out now what would be bad to learn after the bucket was made:
 * that the disk takes the files.
 * @throws home-exists, home-busy, and the disk's own errors
 */
export async function makeNewHome(home: Home): Promise<NewHome> {
  if (existsSync(home.settings)) throw new HoldfastError('home-exists', { home: home.folder });
  const wasThere = existsSync(home.folder);
  const wasEmpty = !wasThere || readdirSync(home.folder).length === 0;
  const hadChoices = existsSync(home.choices);
  const lock = lockHome(home);
  const undo = async (): Promise<void> => {
    lock.release();
    for (const file of [home.settings, home.decisions, home.keySlots]) await rm(file, { force: true });
    if (!hadChoices) await rm(home.choices, { force: true });
    if (wasEmpty) await rm(home.lock, { force: true });
    if (!wasThere) await rm(home.folder, { recursive: true, force: true });
  };
  try {
    await tryWriting(home.folder, neededBytes);
  } catch (error) {
    await undo();
    throw error;
  }
  return { lock, undo };
}

/** @throws EEXIST where the file is there, and what writing into its folder throws */
export async function tryNewFile(path: string): Promise<void> {
  if (existsSync(path))
    throw new HoldfastError('path-impossible', { path, reason: 'it exists already and is not overwritten' });
  await tryWriting(dirname(path), 16 * 1024);
}

async function tryWriting(folder: string, bytes: number): Promise<void> {
  const path = join(folder, `.holdfast-${process.pid}.try`);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(new Uint8Array(bytes));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}
