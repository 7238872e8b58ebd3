import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HoldfastError, isHoldfastError } from '../errors/holdfast-error.ts';
import { maxProtectDays } from '../locks/period.ts';
import type { Home } from './home.ts';
import { inTurn } from './in-turn.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Where a bucket is, in any file of settings. */
export const storeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('s3'),
    endpoint: z.url(),
    region: z.string().min(1),
    bucket: z.string().min(1),
  }),
  z.strictObject({ kind: z.literal('b2'), endpoint: z.url(), bucket: z.string().min(1) }),
]);

/** Where backups go since a home was ended. */
const endedSchema = z.strictObject({
  /** Since when, by this computer's clock. */
  on: z.iso.datetime(),
  repositoryId: z.string().min(1),
  store: storeSchema,
  prefix: z.string(),
  /** Folder of the new home, as it was when it was made. */
  home: z.string().min(1),
  /** When the provider was first seen to refuse the storage key that the ended home had. */
  keyDeadSince: z.iso.datetime().optional(),
});

/** settings.json: no secret is in it. A newer version is refused, not guessed at. */
const settingsSchema = z.strictObject({
  version: z.literal(1),
  store: storeSchema,
  /** Ends in `/`, or is empty. */
  prefix: z.string().regex(/^(?:$|.*\/$)/),
  repositoryId: z.string().min(1),
  /** Of the master key, as the recovery kit shows it. */
  fingerprint: z.string().min(1),
  protectDays: z.int().min(1).max(maxProtectDays),
  /** Where the master key and the backup key are. */
  secrets: z.enum(['keychain', 'sealed-file']),
  /** How space is given back: the bucket's rule deletes what Holdfast hides, or only a maintenance key deletes. */
  space: z.enum(['automatic', 'by-hand']).default('by-hand'),
  /** The bucket sets the dates and this computer's key cannot lengthen them (design 5). */
  strict: z.boolean().default(false),
  /** Asked after each renewal and audit that went well, so that silence is noticed elsewhere. */
  ping: z.url().nullable().default(null),
  /** A person says that a guard looks after the locks from a second machine: from here nobody can see one. */
  guard: z.boolean().default(false),
  /** No backup is made here any more: the person moved to a new repository. All else goes on. */
  ended: endedSchema.optional(),
  /** Length of a day in tests against a server whose clock cannot be moved; refused unless that runs on this computer. */
  testDaySeconds: z.number().positive().optional(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Ended = z.infer<typeof endedSchema>;

/** @throws home-missing, home-damaged */
export async function readSettings(home: Home): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(home.settings, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new HoldfastError('home-missing', { home: home.folder }, { cause: error });
    throw error;
  }
  return parseSettings(text, home.folder);
}

export async function isSetUp(home: Home): Promise<boolean> {
  try {
    await readSettings(home);
    return true;
  } catch (error) {
    if (isHoldfastError(error, 'home-missing')) return false;
    throw error;
  }
}

/** Changes a part, whatever else is being changed. */
export async function changeSettings(home: Home, part: Partial<Settings>): Promise<Settings> {
  return await inTurn(home.settings, async () => {
    const changed = { ...(await readSettings(home)), ...part };
    await writeSettings(home, changed);
    return changed;
  });
}

export async function writeSettings(home: Home, settings: Settings): Promise<void> {
  await writeFileAtomically(home.settings, `${JSON.stringify(settingsSchema.parse(settings), null, 2)}\n`);
}

function parseSettings(text: string, folder: string): Settings {
  const damaged = (reason: string, cause?: unknown): HoldfastError =>
    new HoldfastError('home-damaged', { home: folder, reason }, { cause });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged('settings.json is not JSON', error);
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > 1)
    throw damaged(`they are of version ${version}, made by a newer Holdfast; install that one`);
  const result = settingsSchema.safeParse(value);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  throw damaged(
    `${first?.path.join('.') || 'settings.json'}: ${first?.message ?? 'not valid'}`,
    result.error,
  );
}
