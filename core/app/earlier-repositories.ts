import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { Home } from './home.ts';
import { storeSchema } from './settings.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

const earlierSchema = z.strictObject({
  repositoryId: z.string().min(1),
  store: storeSchema,
  prefix: z.string(),
  /** Folder of its home, as it was then. */
  home: z.string().min(1),
  /** When backups ended there, by this computer's clock. */
  endedOn: z.iso.datetime(),
});

/** earlier.json: which repositories came before this one. No secret is in it: neither words nor keys. */
const fileSchema = z.strictObject({ version: z.literal(1), repositories: z.array(earlierSchema) });

export type EarlierRepository = z.infer<typeof earlierSchema>;

/** Oldest first. @throws home-damaged */
export async function readEarlier(home: Home): Promise<readonly EarlierRepository[]> {
  let text: string;
  try {
    text = await readFile(home.earlier, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    return fileSchema.parse(JSON.parse(text)).repositories;
  } catch (error) {
    throw new HoldfastError(
      'home-damaged',
      { home: home.folder, reason: 'earlier.json is not valid' },
      { cause: error },
    );
  }
}

/** Each repository once; what is known of it already stays. The home must be this process's alone. */
export async function addEarlier(home: Home, added: readonly EarlierRepository[]): Promise<void> {
  const known = await readEarlier(home);
  const ids = new Set(known.map(({ repositoryId }) => repositoryId));
  const repositories = [...known, ...added.filter(({ repositoryId }) => !ids.has(repositoryId))];
  await writeFileAtomically(home.earlier, `${JSON.stringify({ version: 1, repositories }, null, 2)}\n`);
}
