import { split, extensionOf } from '../modelled-tree.ts';
import type { EverydayChange } from './everyday-change.ts';

export const tidyUp: readonly EverydayChange[] = [
  {
    name: 'cleans up old downloads',
    chance: 0.03,
    apply(day) {
      for (const path of day.paths('Downloads')) if (day.random.chance(0.7)) day.tree.remove(path);
    },
  },
  {
    name: 'zips a folder and deletes it',
    chance: 0.015,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 3);
      if (!folder) return;
      day.create(
        `${folder}.${day.random.pick(['zip', 'zip', '7z'])}`,
        day.random.chance(0.7) ? 'zip' : 'sevenZip',
      );
      day.tree.removeFolder(folder);
    },
  },
  {
    name: 'zips every folder of a year by itself',
    chance: 0.002,
    apply(day) {
      for (const folder of day.tree
        .foldersUnder(day.home('Documents'))
        .filter((path) => /\/20(1\d|20)$/.test(path))) {
        day.create(`${folder}.zip`, 'zip');
        day.tree.removeFolder(folder);
      }
    },
  },
  {
    name: 'unpacks an archive',
    chance: 0.03,
    apply(day) {
      const folder = day.home(`Downloads/unpacked-${day.hex(4)}`);
      for (let left = day.heavy(20, 200); left > 0; left--)
        day.create(
          `${folder}/${day.random.pick(['a', 'b', 'c'])}/file-${left}.${day.random.pick(['txt', 'html', 'jpg'])}`.replace(
            /jpg$/,
            'txt',
          ),
          'text',
        );
    },
  },
  {
    name: 'moves and renames folders',
    chance: 0.06,
    apply(day) {
      const area = day.random.pick(['Documents', 'Pictures', 'Music']);
      const folders = day.tree.foldersUnder(day.home(area)).slice(1);
      for (const folder of day.some(folders, day.heavy(1, 6))) day.tree.moveFolder(folder, `${folder} (old)`);
    },
  },
  {
    name: 'moves a whole area to another place',
    chance: 0.002,
    apply(day) {
      const area = day.random.pick(['Documents', 'Pictures', 'Music']);
      day.tree.moveFolder(day.home(area), day.home(`Sorted/${area}`));
      // People go on where their things are now: the model puts most of it back under the old name.
      day.tree.moveFolder(day.home(`Sorted/${area}/archive`), day.home(`${area}/archive`));
    },
  },
  {
    name: 'sorts files into folders',
    chance: 0.04,
    apply(day) {
      for (const path of day.some(day.paths('Downloads'), day.heavy(10, 80)))
        day.tree.move(path, day.home(`Documents/sorted/${extensionOf(path)}/${split(path).name}`));
    },
  },
  {
    name: 'renames many files with a tool',
    chance: 0.008,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 5);
      if (!folder) return;
      const way = day.random.between(0, 2);
      for (const [path] of day.tree.filesIn(folder)) {
        const { parent, name } = split(path);
        if (way === 0) day.tree.move(path, `${parent}/${name.toLowerCase().replaceAll(' ', '-')}`);
        else if (way === 1) day.tree.move(path, `${path}.bak`);
        else day.tree.move(path, `${parent}/2026 ${name}`);
      }
    },
  },
  {
    name: 'changes permissions and dates of everything',
    chance: 0.003,
    apply(day) {
      for (const path of day.paths('Documents')) day.tree.put(path, { ...day.tree.get(path)!, at: day.now });
    },
  },
  {
    name: 'restores an old folder',
    chance: 0.006,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 5) ?? day.folderWithFiles('Pictures', 5);
      if (!folder) return;
      if (day.random.chance(0.5)) for (const [path] of day.tree.filesIn(folder)) day.save(path);
      else
        for (const [path, file] of day.tree.filesUnder(folder))
          day.tree.put(`${folder} restored${path.slice(folder.length)}`, file);
    },
  },
  {
    name: 'copies a folder',
    chance: 0.02,
    apply(day) {
      const folder = day.folderWithFiles('Documents', 3);
      if (!folder) return;
      for (const [path, file] of day.tree.filesUnder(folder))
        day.tree.put(`${folder} - copy${path.slice(folder.length)}`, file);
    },
  },
  {
    name: 'brings in the files of an old computer',
    chance: 0.001,
    apply(day) {
      const target = day.home(`Documents/old computer ${day.hex(2)}`);
      const files = day.some(day.tree.filesUnder(day.home('Documents')), day.heavy(300, 800));
      for (const [path, file] of files)
        day.tree.put(
          `${target}${path.slice(day.home('Documents').length)}`,
          day.file(day.pool.edited(file.body)),
        );
    },
  },
  {
    name: 'deletes a folder that is not needed any more',
    chance: 0.015,
    apply(day) {
      const folder = day.folderWithFiles(day.random.pick(['Documents', 'Pictures', 'Music']), 3);
      if (folder) day.tree.removeFolder(folder);
    },
  },
  {
    name: 'moves finished work to an external disk',
    chance: 0.003,
    apply(day) {
      const area = day.random.pick(['Pictures', 'Music', 'Shoots', 'Documents', 'Videos']);
      for (const folder of day.tree.foldersIn(day.home(area)))
        if (day.random.chance(0.4)) day.tree.removeFolder(folder);
    },
  },
];
