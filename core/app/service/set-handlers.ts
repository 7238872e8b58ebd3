import type { Handlers } from '../../contract/bridge.ts';
import type { SetSettings } from '../../contract/sets.ts';
import { pauseUntil } from '../schedule/pause-until.ts';
import { checkSources } from './check-sources.ts';
import { measureSources } from './measure-sources.ts';
import type { ServiceContext } from './service-context.ts';
import type { SetBook } from './set-book.ts';

type Calls =
  | 'set.overview'
  | 'set.look'
  | 'set.settings'
  | 'set.change'
  | 'set.pause'
  | 'set.forget'
  | 'set.preview-excludes';

/** Each walks through all files of a computer, and whoever asks anew has no use for what was asked before. */
const measuredAtOnce = 4;

export function makeSetHandlers(
  context: ServiceContext,
  book: SetBook,
  /** Schedules follow what a set says. */
  onChanged: () => void,
): Pick<Handlers, Calls> {
  const { world, sets, jobs, appFolder } = context;

  async function change(id: string, part: Partial<SetSettings>): Promise<SetSettings> {
    const before = sets.get(id).settings;
    const sources =
      part.sources === undefined
        ? {}
        : { sources: [...(await checkSources(part.sources, before.sources, appFolder))] };
    const { settings } = await sets.change(id, { ...part, ...sources });
    onChanged();
    return settings;
  }

  return {
    'set.overview': ({ set }) => book.overview(set),
    'set.look': ({ set }) => book.look(set),
    'set.settings': async ({ set }) => ({ settings: sets.get(set).settings, facts: await book.facts(set) }),
    'set.change': ({ set, change: part }) => change(set, definedOf(part)),
    'set.pause': async ({ set, how }) => {
      const until = pauseUntil(how, world.now());
      const paused = set === null ? sets.list().map(({ id }) => id) : [sets.get(set).id];
      const failures: unknown[] = [];
      // One that cannot be written down must not keep the others running.
      for (const id of paused)
        await sets.pause(id, until).catch((error: unknown) => void failures.push(error));
      onChanged();
      if (failures.length > 0) throw failures[0];
      return null;
    },
    'set.forget': async ({ set }) => {
      await sets.forget(set);
      context.unlocked.forget(set);
      context.confirmed.forget(set);
      onChanged();
      return null;
    },
    'set.preview-excludes': async ({ sources, excludes }) => {
      const checked = await checkSources(sources, [], appFolder);
      const before = jobs.list().filter(({ kind, state }) => kind === 'measure' && state === 'running');
      for (const job of before.slice(measuredAtOnce - 1)) jobs.cancel(job.id);
      const { id } = jobs.start({
        kind: 'measure',
        set: null,
        run: (job) => measureSources(checked, excludes, job, [appFolder]),
      });
      return { job: id };
    },
  };
}

/** A part that is not said is no change. */
const definedOf = (part: {
  readonly [K in keyof SetSettings]?: SetSettings[K] | undefined;
}): Partial<SetSettings> =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
