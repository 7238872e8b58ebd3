import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setId } from '../../contract/shared.ts';
import type { Instant } from '../../contract/shared.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import type { World } from '../../system/world.ts';
import { homeAt, type Home } from '../home.ts';
import type { BackupSet, Sets } from './service-context.ts';
import { readSetFile, writeSetFile } from './set-file.ts';
import { takeHomeAway } from './take-home-away.ts';

const mainId = 'main';

type OpenSets = Sets & {
  /** Sets whose file could not be read, and where it went. */
  readonly setAside: readonly { readonly set: string; readonly file: string }[];
};

/** The home of the command line is the first set; further ones lie below it. */
export async function openSets(request: {
  readonly appFolder: string;
  readonly world: World;
  readonly changed: () => void;
  /** Ends what runs on the set, and lets go of whatever has it open. */
  readonly letGo: (id: string) => Promise<void>;
}): Promise<OpenSets> {
  const { world, changed } = request;
  const appFolder = resolve(request.appFolder);
  const folder = join(appFolder, 'sets');
  const known = new Map<string, BackupSet>();
  const setAside: { set: string; file: string }[] = [];
  let writing: Promise<unknown> = Promise.resolve();

  const homeOf = (id: string): Home => homeAt(id === mainId ? appFolder : join(folder, id));
  const get = (id: string): BackupSet => {
    const found = known.get(id);
    if (!found) throw new HoldfastError('set-unknown', { set: id });
    return found;
  };
  /** One after the other, so that two changes do not undo each other. */
  const change = async (id: string, next: (before: BackupSet) => Partial<BackupSet>): Promise<BackupSet> => {
    const previous = writing;
    const changing = (async () => {
      await previous;
      const before = get(id);
      const after = { ...before, ...next(before) };
      await writeSetFile(after.home, after);
      known.set(id, after);
      changed();
      return after;
    })();
    writing = changing.catch(() => undefined);
    return await changing;
  };

  for (const id of await idsThatAreSetUp(appFolder, folder)) {
    const home = homeOf(id);
    const read = await readSetFile(home, id === mainId ? 'This computer' : id, world);
    if (read.setAside !== null) setAside.push({ set: id, file: read.setAside });
    known.set(id, { id, home, ...read.value });
  }

  return {
    setAside,
    get,
    list: () => [...known.values()],
    nextHome: (name) => {
      const id = freeId(name, (one) => known.has(one) || existsSync(homeOf(one).folder));
      const isFirst = !known.has(mainId) && !existsSync(homeOf(mainId).settings);
      return isFirst ? { id: mainId, home: homeOf(mainId) } : { id, home: homeOf(id) };
    },
    add: async (home, settings) => {
      const id = idOf(home, appFolder, folder);
      const added: BackupSet = { id, home, settings, pausedUntil: null };
      await writeSetFile(home, added);
      known.set(id, added);
      changed();
      return added;
    },
    forget: async (id) => {
      let leaving = get(id);
      // First, so that nothing begins on it any more: no job, no look, no change.
      known.delete(id);
      try {
        await writing;
        // By a change that was being written; where forgetting fails, it holds.
        leaving = known.get(id) ?? leaving;
        known.delete(id);
        await request.letGo(id);
        await takeHomeAway(
          leaving.home,
          [...known.values()].map((one) => one.home),
        );
      } catch (error) {
        known.set(id, leaving);
        throw error;
      } finally {
        changed();
      }
    },
    change: (id, part) =>
      change(id, ({ settings }) => ({
        settings: { ...settings, ...(typeof part === 'function' ? part(settings) : part) },
      })),
    pause: async (id, until: Instant | null) => void (await change(id, () => ({ pausedUntil: until }))),
  };
}

async function idsThatAreSetUp(appFolder: string, folder: string): Promise<readonly string[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const further = names.filter(
    (name) => setId.safeParse(name).success && existsSync(homeAt(join(folder, name)).settings),
  );
  return [...(existsSync(homeAt(appFolder).settings) ? [mainId] : []), ...further.toSorted()];
}

function idOf(home: Home, appFolder: string, folder: string): string {
  if (home.folder === appFolder) return mainId;
  const id = basename(home.folder);
  if (dirname(home.folder) === folder && setId.safeParse(id).success) return id;
  throw new HoldfastError('path-impossible', { path: home.folder, reason: 'no backup set may lie there' });
}

/** "Fotos & Musik" → fotos-musik, fotos-musik-2 … */
function freeId(name: string, isTaken: (id: string) => boolean): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 30)
    .replaceAll(/^-+|-+$/g, '');
  const base = plain === '' || plain === mainId ? 'set' : plain;
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!isTaken(id)) return id;
  }
}
