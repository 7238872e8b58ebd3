import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { inheritedDecisions, withRetention } from '../locks/decisions.ts';
import { retentionPresets } from '../locks/retention.ts';
import type { Instant } from '../model/object.ts';
import type { Decision } from '../model/snapshot.ts';
import type { Survey } from '../upkeep/survey.ts';
import type { Home } from './home.ts';
import { inTurn } from './in-turn.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** decisions.json: what was decided in this home and not necessarily published yet. */
const schema = z.strictObject({
  version: z.literal(1),
  decisions: z.array(z.strictObject({ at: z.int().nonnegative(), kind: z.string().min(1), value: z.json() })),
});

/** undefined: nothing was ever decided here. @throws home-damaged */
export async function readDecisions(home: Home): Promise<readonly Decision[] | undefined> {
  let text: string;
  try {
    text = await readFile(home.decisions, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text)).decisions;
  } catch (error) {
    // Never guessed at: the last snapshot's would take the place of what a person decided since.
    throw new HoldfastError(
      'home-damaged',
      { home: home.folder, reason: 'decisions.json is not valid' },
      { cause: error },
    );
  }
}

export async function writeDecisions(home: Home, decisions: readonly Decision[]): Promise<void> {
  const contents = schema.parse({ version: 1, decisions });
  await writeFileAtomically(home.decisions, `${JSON.stringify(contents, null, 2)}\n`);
}

/**
 * What the owner decided, as the next snapshot will say it: the home's own list, else (a home that joined, or lost its
 * file) all that stands by what is published, else the standard retention.
 */
export async function currentDecisions(
  home: Home,
  { snapshots, standing }: Published,
): Promise<readonly Decision[]> {
  const own = await readDecisions(home);
  if (own) return own;
  return snapshots.length > 0 ? inheritedDecisions(standing) : firstDecisions(0);
}

type Published = Pick<Survey, 'standing'> & { readonly snapshots: readonly unknown[] };

/** What a new set-up begins with. */
export const firstDecisions = (at: Instant): readonly Decision[] =>
  withRetention([], retentionPresets.standard, at);

/** The home must be this process's alone. */
export async function changeDecisions(
  home: Home,
  published: Published,
  change: (list: readonly Decision[]) => readonly Decision[],
): Promise<readonly Decision[]> {
  return await inTurn(home.decisions, async () => {
    const changed = change(await currentDecisions(home, published));
    await writeDecisions(home, changed);
    return changed;
  });
}
