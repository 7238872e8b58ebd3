import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namesFileOf } from '../../catalog/names/open-names.ts';
import { realWorld } from '../../system/world.ts';
import { lockHome } from '../home-lock.ts';
import type { Home } from '../home.ts';
import { openPlace } from '../secrets/open-place.ts';
import { readSettings } from '../settings.ts';

/** Begin so: databases have companions, and files that were set aside carry a date. */
const ownFiles = ({
  choices,
  catalog,
  sealedSecrets,
  keySlots,
  decisions,
  canaries,
  upkeep,
  earlier,
}: Home) =>
  [choices, catalog, namesFileOf(catalog), sealedSecrets, keySlots, decisions, canaries, upkeep, earlier]
    .map((path) => basename(path))
    .concat('settings.json', 'look.json', 'runs.sqlite', 'mail-password.sealed');

/**
 * Takes a home's files and its keys from this computer. What is in the bucket stays, a practice vault's too, and canaries
 * among the person's own files.
 * @param others homes that stay: two may share one repository, and so its place in the keychain
 * @throws home-busy where the command line works on it
 */
export async function takeHomeAway(home: Home, others: readonly Home[]): Promise<void> {
  const lock = lockHome(home);
  try {
    await takeFiles(home, others);
  } finally {
    lock.release();
  }
  await takeEmptyFolder(home);
}

async function takeFiles(home: Home, others: readonly Home[]): Promise<void> {
  const settings = await readSettings(home).catch(() => undefined);
  const theirs = await Promise.all(others.map((one) => readSettings(one).catch(() => undefined)));
  if (settings?.secrets === 'keychain' && !theirs.some((one) => one?.repositoryId === settings.repositoryId))
    await openPlace('keychain', {
      home,
      repositoryId: settings.repositoryId,
      passphrase: () => Promise.resolve(''),
      world: realWorld,
    }).erase();
  // First: without it, this is no home, whatever is cut short after it.
  await rm(home.settings, { force: true });
  const own = ownFiles(home);
  for (const name of await readdir(home.folder))
    if (own.some((one) => name.startsWith(one))) await rm(join(home.folder, name), { force: true });
}

/** A lock alone is nothing that anybody needs. */
async function takeEmptyFolder({ folder, lock }: Home): Promise<void> {
  const names = await readdir(folder);
  if (names.every((name) => name === basename(lock)))
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
