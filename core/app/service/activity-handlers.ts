import type { Handlers } from '../../contract/bridge.ts';
import { saidBecause } from '../../model/reasons.ts';
import { PatternExclusion } from '../../source/exclusion.ts';
import { fromText } from '../../source/byte-path.ts';
import { rulesOf } from '../exclude-presets.ts';
import { readUpkeep } from '../upkeep-state.ts';
import { timeInWords } from '../words-for-people.ts';
import { wordsInWindow } from '../words-in-window.ts';
import { writeNewFile } from '../write-new-file.ts';
import type { BackupSet, ServiceContext } from './service-context.ts';

type Calls =
  'activity.runs' | 'activity.skipped' | 'activity.exclude' | 'activity.events' | 'activity.export-skipped';

/** The window draws so many at most; the file has all. */
const shownSkipped = 1000;

export function makeActivityHandlers({ sets, runs, world }: ServiceContext): Pick<Handlers, Calls> {
  return {
    'activity.runs': async ({ set, offset, limit }) => runs.list(sets.get(set).id, { offset, limit }),
    'activity.skipped': async ({ set, run }) => {
      const found = sets.get(set);
      const { skipped, count } = runs.skipped(set, run);
      const isOut = exclusionOf(found);
      return {
        skipped: skipped
          .slice(0, shownSkipped)
          .map((row) => ({ ...row, said: saidBecause(row.reason), excluded: isOut(row.path) })),
        count,
      };
    },
    'activity.exclude': async ({ set, path }) => {
      const found = sets.get(set);
      if (exclusionOf(found)(path)) return null;
      // Of the settings as they are then: two rows may be clicked one after the other.
      await sets.change(set, ({ excludes, sources }) =>
        sources.includes(path)
          ? { sources: sources.filter((source) => source !== path) }
          : { excludes: { ...excludes, patterns: [...excludes.patterns, patternOf(path, sources)] } },
      );
      return null;
    },
    'activity.events': async ({ set, limit }) => {
      const { events } = await readUpkeep(sets.get(set).home);
      return events
        .slice(-limit)
        .toReversed()
        .map(({ at, kind, words, coded }) => ({
          at,
          kind,
          words: wordsInWindow(words),
          said: coded ?? null,
        }));
    },
    'activity.export-skipped': async ({ set, run, folder }) => {
      sets.get(set);
      const { skipped } = runs.skipped(set, run);
      const name = `holdfast left out ${timeInWords(world.now()).replace(':', '-')}`;
      const text = skipped.map(({ path, reason }) => `${path}\t${reason}\n`).join('');
      return { file: await writeNewFile(folder, name, '.txt', text) };
    },
  };
}

/**
 * The path itself: whatever below the root has a meaning in .gitignore's language is taken as it is, but for `?`, which
 * the matcher does not take so and which stands for any one character. The root stands as it is, since patterns that begin with it are taken as whole paths.
 */
function patternOf(path: string, sources: readonly string[]): string {
  const root = sources.find((source) => path.startsWith(`${source}/`)) ?? '';
  const below = path.slice(root.length).replaceAll(/[\\[\]*]/g, String.raw`\$&`);
  return root + below.replace(/ +$/, (spaces) => String.raw`\ `.repeat(spaces.length));
}

/** Whether a path is left out by the set's patterns as they are now. */
function exclusionOf({ settings }: BackupSet): (path: string) => boolean {
  const { patterns } = rulesOf(settings.excludes);
  const matchers = settings.sources.map((root) => ({
    root,
    matcher: new PatternExclusion(fromText(root), patterns),
  }));
  return (path) =>
    // A source that was taken out is left out too.
    !matchers.some(({ root }) => path === root || path.startsWith(`${root}/`)) ||
    matchers.some(
      ({ root, matcher }) => path.startsWith(`${root}/`) && matcher.excludes(fromText(path), false),
    );
}
