import { createHash } from 'node:crypto';
import { inParallel } from '../stories/in-parallel.ts';
import { namesOf, type Attack, type Scene } from './attack.ts';

const atATime = 8;

const hide = async ({ setUp, ours }: Scene): Promise<void> => {
  await inParallel(namesOf(ours), atATime, (name) => setUp.thief.hide(name));
};

const overwrite = async ({ setUp, ours }: Scene): Promise<void> => {
  await inParallel(namesOf(ours), atATime, (name) => setUp.thief.overwrite(name, `ransom for ${name}`));
};

export const hideAll: Attack = { name: 'hides everything', attack: hide };

export const overwriteAll: Attack = { name: 'overwrites everything', attack: overwrite };

/** Names in every folder of the repository, of Holdfast's own form and of others, in the same order every time. */
function foreignNames(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const hash = createHash('sha256').update(`flood ${at}`).digest('hex');
    const folders = ['snapshots', 'index', 'lists', 'keys', 'repository', `packs/${hash.slice(0, 2)}`];
    return `${prefix}${folders[at % folders.length]}/${at % 10 === 9 ? `x${at}` : hash}`;
  });
}

export const bury = (prefix: string, count: number): Attack => ({
  name: `hides, overwrites and buries everything under ${count.toLocaleString('en')} foreign versions`,
  attack: async (scene) => {
    await hide(scene);
    await overwrite(scene);
    await scene.setUp.thief.flood(foreignNames(prefix, count));
  },
});

/** What reading does not need is the first thing a reader might stumble over. */
export const attackConveniences: Attack = {
  name: 'attacks key slots, repository object and index',
  attack: async ({ setUp, ours }) => {
    const conveniences = namesOf(ours).filter((name) => /\/(keys|index|repository)\//.test(name));
    for (const name of conveniences) {
      await setUp.thief.overwrite(name, 'not what it was');
      await setUp.thief.hide(name);
      const folder = name.slice(0, name.lastIndexOf('/') + 1);
      for (let number = 0; number < 40; number++) {
        const body = `no ${number} of ${name}`;
        const hash = createHash('sha256').update(body).digest('hex');
        await setUp.thief.overwrite(folder + hash, body);
      }
    }
  },
};

/** Costs money and nothing else. */
export const lengthenLocks: Attack = {
  name: 'lengthens every lock to years and locks garbage beside it',
  attack: async ({ place, setUp, ours }) => {
    const inYears = (await place.now()) + 2_900 * 86_400_000;
    const done = await inParallel(
      ours.filter(({ kind }) => kind === 'object'),
      atATime,
      (version) => setUp.thief.lengthen(version, inYears),
    );
    if (!done.includes(true)) throw new Error('no lock could be lengthened, so this attack is none');
    for (let number = 0; number < 20; number++) {
      const body = `garbage ${number}`;
      const hash = createHash('sha256').update(body).digest('hex');
      const name = `${ours[0]!.name.split('/')[0]}/packs/${hash.slice(0, 2)}/${hash}`;
      await setUp.thief.overwrite(name, body);
    }
  },
};
