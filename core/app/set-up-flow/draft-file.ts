import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { setUpChange } from '../../contract/setup.ts';
import { setId } from '../../contract/shared.ts';
import { keptSaying } from '../service/kept-saying.ts';
import { readKept, writeKept } from '../service/kept-file.ts';
import type { World } from '../../system/world.ts';

const version = 1;

const doneSchema = z.strictObject({
  place: z.string(),
  keyWords: keptSaying,
  warnings: z.array(keptSaying),
  proof: z.enum(['proven', 'unproven']).nullable(),
  setUpKeyDead: z.boolean().nullable(),
});

const schema = z.strictObject({
  version: z.literal(version),
  draft: setUpChange,
  /** The set it became. */
  set: setId.nullable(),
  done: doneSchema.nullable(),
  /** At the provider, by tries that failed. */
  leftBehind: z.array(keptSaying),
});

/** What a set-up keeps on the disk: never a secret. */
export type KeptDraft = Omit<z.infer<typeof schema>, 'version'>;

export const emptyDraft: KeptDraft = { draft: {}, set: null, done: null, leftBehind: [] };

const fileIn = (appFolder: string): string => join(appFolder, 'set-up.json');

/** One that cannot be read is set aside and the set-up begins anew: no secret and nothing at the provider is in it. */
export async function readDraft(
  appFolder: string,
  world: Pick<World, 'now'>,
): Promise<{ readonly kept: KeptDraft; readonly setAside: string | null }> {
  const { value, setAside } = await readKept(fileIn(appFolder), {
    schema,
    version,
    migrations: {},
    defaults: { version, ...emptyDraft },
    world,
  });
  const { draft, set, done, leftBehind } = value;
  return { kept: { draft, set, done, leftBehind }, setAside };
}

export const writeDraft = (appFolder: string, kept: KeptDraft): Promise<void> =>
  writeKept(fileIn(appFolder), schema.parse({ version, ...kept }));

export const dropDraft = (appFolder: string): Promise<void> => rm(fileIn(appFolder), { force: true });
