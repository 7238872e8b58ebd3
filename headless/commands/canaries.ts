import { forgetCanaries, lookAtCanaries, plantCanaries, readCanaries } from '../../core/app/canaries.ts';
import { readSettings } from '../../core/app/settings.ts';
import { lockHome } from '../../core/app/home-lock.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { countOf, timeInWords } from '../words-for-people.ts';

/** Makes decoys, which each backup looks at from then on. */
export async function plant(context: CommandContext, folders: readonly string[]): Promise<Outcome> {
  return await withHome(context, async () => {
    const planted = await plantCanaries(context.home, folders, context.world);
    return {
      result: { planted: planted.map(({ path }) => path) },
      text:
        planted.length === 0
          ? 'All decoys are there already.'
          : [
              `${countOf(planted.length, 'decoy')} planted. Each backup of these folders looks at them; leave them as they are.`,
              ...planted.map(({ path }) => `  ${path}`),
            ].join('\n'),
      exitCode: 0,
    };
  });
}

export async function list(context: CommandContext): Promise<Outcome> {
  await readSettings(context.home);
  const canaries = await readCanaries(context.home);
  const { altered, missing } = await lookAtCanaries(context.home);
  const stateOf = (path: string): 'altered' | 'missing' | 'untouched' =>
    altered.includes(path) ? 'altered' : missing.includes(path) ? 'missing' : 'untouched';
  return {
    result: {
      canaries: canaries.map(({ path, plantedAt }) => ({
        path,
        plantedAt: new Date(plantedAt).toISOString(),
        state: stateOf(path),
      })),
    },
    text:
      canaries.length === 0
        ? 'No decoys are planted. `holdfast canaries plant DIR` makes some: files that only an intruder changes.'
        : canaries
            .map(({ path, plantedAt }) => `${stateOf(path).padEnd(9)}  ${timeInWords(plantedAt)}  ${path}`)
            .join('\n'),
    exitCode: altered.length > 0 ? 3 : 0,
  };
}

/** The files stay where they are. @param paths decoys or folders of them; none: all */
export async function forget(context: CommandContext, paths: readonly string[]): Promise<Outcome> {
  return await withHome(context, async () => {
    const forgotten = await forgetCanaries(context.home, paths.length > 0 ? paths : undefined);
    return {
      result: { forgotten },
      text: `${countOf(forgotten, 'decoy')} forgotten. The files are still there; delete them as you like.`,
      exitCode: 0,
    };
  });
}

/** @throws home-missing, home-busy */
async function withHome(context: CommandContext, work: () => Promise<Outcome>): Promise<Outcome> {
  await readSettings(context.home);
  const lock = lockHome(context.home);
  try {
    return await work();
  } finally {
    lock.release();
  }
}
