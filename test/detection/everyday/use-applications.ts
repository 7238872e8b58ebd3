import { newCacheFile, newProgramFile } from '../person.ts';
import { split } from '../modelled-tree.ts';
import type { EverydayChange } from './everyday-change.ts';

export const useApplications: readonly EverydayChange[] = [
  {
    name: 'browses: databases and cache',
    chance: 0.95,
    apply(day) {
      for (const [path] of day.tree.filesIn(day.home('.config/browser'))) day.save(path);
      const cached = day.paths('.cache/browser');
      for (const path of day.some(cached, Math.round(cached.length * day.random.share() * 0.6)))
        day.tree.remove(path);
      for (let left = day.heavy(20, 150); left > 0 && day.paths('.cache/browser').length < 500; left--)
        newCacheFile(day);
    },
  },
  {
    name: 'an application gives its whole cache new names',
    chance: 0.02,
    apply(day) {
      const cached = day.tree.filesUnder(day.home('.cache/browser'));
      day.tree.removeFolder(day.home('.cache/browser/entries'));
      for (const [, file] of cached)
        day.tree.put(
          day.home(`.cache/browser/entries-v2/${day.hex(2)}/${day.hex(24)}`),
          day.random.chance(0.5) ? file : day.file(day.pool.edited(file.body)),
        );
    },
  },
  {
    name: 'clears caches',
    chance: 0.02,
    apply(day) {
      day.tree.removeFolder(day.home('.cache'));
    },
  },
  {
    name: 'an application encrypts its cache from now on',
    chance: 0.002,
    apply(day) {
      for (const path of day.paths('.cache/browser')) day.create(path, 'vault');
    },
  },
  {
    name: 'settings change',
    chance: 0.9,
    apply(day) {
      const settings = day.paths('.config', ['json', 'xml', 'ini']);
      for (const path of day.some(settings, day.heavy(5, 30))) day.save(path);
    },
  },
  {
    name: 'programs are upgraded',
    chance: 0.06,
    apply(day) {
      for (const program of day.tree.foldersIn(day.home('Applications'))) {
        if (!day.random.chance(0.5)) continue;
        for (const [path] of day.tree.filesUnder(program)) if (day.random.chance(0.8)) day.save(path);
        for (let left = day.random.between(0, 20); left > 0; left--)
          newProgramFile(day, Number(split(program).name.slice(8)), day.random.between(1_000, 9_999));
      }
    },
  },
  {
    name: 'a program is installed',
    chance: 0.02,
    apply(day) {
      const number = day.random.between(5, 999);
      for (let left = day.heavy(60, 400); left > 0; left--) newProgramFile(day, number, left);
      for (const folder of ['bin', 'lib', 'share', 'help'])
        day.create(day.home(`Applications/program-${number}/${folder}/README.txt`), 'text');
    },
  },
  {
    name: 'a program is removed',
    chance: 0.01,
    apply(day) {
      const programs = day.tree.foldersIn(day.home('Applications'));
      if (programs.length > 0) day.tree.removeFolder(day.random.pick(programs));
    },
  },
  {
    name: 'logs grow and rotate',
    chance: 0.7,
    apply(day) {
      const logs = day.paths('.local/share/logs', ['log']);
      for (const path of day.some(logs, 12)) {
        day.save(path);
        if (!day.random.chance(0.15)) continue;
        day.tree.remove(`${path}.3.gz`);
        day.tree.move(`${path}.2.gz`, `${path}.3.gz`);
        if (day.tree.get(`${path}.1`)) day.create(`${path}.2.gz`, 'gz');
        day.tree.move(path, `${path}.1`);
        day.create(path, 'log');
      }
    },
  },
  {
    name: 'all old logs are compressed',
    chance: 0.008,
    apply(day) {
      for (const path of day.paths('.local/share/logs', ['log'])) {
        day.create(`${path}.gz`, 'gz');
        day.tree.remove(path);
      }
    },
  },
  {
    name: 'the file manager leaves its own files in folders',
    chance: 0.08,
    apply(day) {
      const [name, kind] = day.random.pick([
        ['.DS_Store', 'ownFormat'],
        ['Thumbs.db', 'ole'],
        ['desktop.ini', 'text'],
      ] as const);
      const folders = day.tree.foldersUnder(day.home(day.random.pick(['Documents', 'Pictures', 'Music'])));
      for (const folder of day.some(folders, day.heavy(10, 80))) day.create(`${folder}/${name}`, kind);
    },
  },
  {
    name: 'a sync client sets aside conflicting copies',
    chance: 0.01,
    apply(day) {
      for (const path of day.some(day.paths('Documents'), day.heavy(8, 60))) {
        const { parent, name } = split(path);
        const dot = name.lastIndexOf('.');
        const file = day.tree.get(path)!;
        day.tree.put(`${parent}/${name.slice(0, dot)} (conflicted copy 2026)${name.slice(dot)}`, file);
        if (day.random.chance(0.5)) day.save(path);
      }
    },
  },
];
