import { readFile, rename } from 'node:fs/promises';
import type { z } from 'zod';
import type { World } from '../../system/world.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

export type KeptFile<T> = {
  readonly value: T;
  /** Where the file went that could not be read; null: it could, or there was none. */
  readonly setAside: string | null;
};

/** Brings the contents of an older version to the next. */
export type Migration = (older: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/**
 * Reads a file of settings. One that cannot be read is set aside, never overwritten, and the defaults hold: a person must
 * get into the program to mend anything.
 * @param about.migrations by the version they start from
 */
export async function readKept<S extends z.ZodType>(
  path: string,
  about: {
    readonly schema: S;
    readonly version: number;
    readonly migrations: Readonly<Record<number, Migration>>;
    readonly defaults: z.infer<S>;
    readonly world: Pick<World, 'now'>;
  },
): Promise<KeptFile<z.infer<S>>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { value: about.defaults, setAside: null };
  }
  const value = parsed(text, about);
  if (value !== undefined) return { value, setAside: null };
  const setAside = `${path}.broken-${new Date(about.world.now()).toISOString().replaceAll(':', '-')}`;
  await rename(path, setAside);
  return { value: about.defaults, setAside };
}

function parsed<S extends z.ZodType>(
  text: string,
  about: {
    readonly schema: S;
    readonly version: number;
    readonly migrations: Readonly<Record<number, Migration>>;
  },
): z.infer<S> | undefined {
  try {
    let value = JSON.parse(text) as Readonly<Record<string, unknown>>;
    while (typeof value['version'] === 'number' && value['version'] < about.version) {
      const migrate = about.migrations[value['version']];
      if (!migrate) return undefined;
      value = { ...migrate(value), version: value['version'] + 1 };
    }
    return value['version'] === about.version ? about.schema.safeParse(value).data : undefined;
  } catch {
    return undefined;
  }
}

export const writeKept = (path: string, value: unknown): Promise<void> =>
  writeFileAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
