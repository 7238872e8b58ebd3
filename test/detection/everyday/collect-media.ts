import { newRawShoot, newShoot } from '../person.ts';
import { extensionOf, split } from '../modelled-tree.ts';
import type { EverydayChange } from './everyday-change.ts';

export const collectMedia: readonly EverydayChange[] = [
  {
    name: 'imports photos',
    chance: 0.06,
    chanceOf: { family: 0.25, maker: 0.2 },
    apply(day) {
      newShoot(day, 2_026, day.heavy(40, 300));
    },
  },
  {
    name: 'imports raw photos',
    chance: 0,
    chanceOf: { maker: 0.2 },
    apply(day) {
      newRawShoot(day, day.heavy(40, 150));
    },
  },
  {
    name: 'writes captions and ratings into photos',
    chance: 0.01,
    chanceOf: { family: 0.05, maker: 0.2 },
    apply(day) {
      const folder = day.folderWithFiles(day.random.chance(0.5) ? 'Shoots' : 'Pictures', 10);
      if (!folder) return;
      for (const [path] of day.tree.filesIn(folder)) if (extensionOf(path) !== 'NEF') day.save(path);
    },
  },
  {
    name: 'exports a shoot again in another quality',
    chance: 0.005,
    chanceOf: { family: 0.02, maker: 0.05 },
    apply(day) {
      const folder = day.folderWithFiles('Pictures', 10);
      if (!folder) return;
      for (const [path] of day.tree.filesIn(folder))
        if (extensionOf(path) === 'HEIC') {
          day.create(day.renameExtension(path, 'jpg'), 'jpeg');
          day.tree.remove(path);
        } else day.save(path);
    },
  },
  {
    name: 'makes all photos smaller with a tool',
    chance: 0.001,
    chanceOf: { family: 0.003 },
    apply(day) {
      for (const path of day.paths('Pictures', ['jpg'])) if (day.random.chance(0.9)) day.save(path);
    },
  },
  {
    name: 'turns wav into flac or mp3',
    chance: 0.003,
    chanceOf: { maker: 0.02 },
    apply(day) {
      const to = day.random.pick(['flac', 'mp3'] as const);
      const sounds = day.paths('Music', ['wav']);
      for (const path of day.random.chance(0.5) ? sounds : day.some(sounds, 30)) {
        day.create(day.renameExtension(path, to), to);
        if (day.random.chance(0.8)) day.tree.remove(path);
      }
    },
  },
  {
    name: 'turns raw photos into .dng',
    chance: 0,
    chanceOf: { maker: 0.01 },
    apply(day) {
      const folder = day.folderWithFiles('Shoots', 20);
      if (!folder) return;
      for (const [path] of day.tree.filesIn(folder).filter(([one]) => extensionOf(one) === 'NEF')) {
        day.create(day.renameExtension(path, 'dng'), 'rawPicture');
        day.tree.remove(path);
      }
    },
  },
  {
    name: 'tags all music',
    chance: 0.003,
    chanceOf: { maker: 0.01, family: 0.008 },
    apply(day) {
      for (const path of day.paths('Music', ['mp3', 'm4a', 'flac'])) day.save(path);
    },
  },
  {
    name: 'renames photos by date',
    chance: 0.006,
    chanceOf: { family: 0.02, maker: 0.02 },
    apply(day) {
      const folders = day.some(day.tree.foldersUnder(day.home('Pictures')), day.heavy(2, 12));
      for (const folder of folders)
        for (const [path] of day.tree.filesIn(folder)) {
          const { parent, name } = split(path);
          day.tree.move(path, `${parent}/2026-06-${day.random.between(10, 28)} ${name.replace('IMG_', '')}`);
        }
    },
  },
  {
    name: 'deletes photos that are there twice',
    chance: 0.005,
    chanceOf: { family: 0.02, maker: 0.02 },
    apply(day) {
      for (const path of day.some(day.paths('Pictures'), day.heavy(50, 400))) day.tree.remove(path);
    },
  },
  {
    name: 'reorders the music collection',
    chance: 0.003,
    apply(day) {
      for (const folder of day.tree.foldersIn(day.home('Music')))
        if (day.random.chance(0.6)) day.tree.moveFolder(folder, day.home(`Audio/${split(folder).name}`));
    },
  },
  {
    name: 'edits sound or film',
    chance: 0.02,
    chanceOf: { maker: 0.4 },
    apply(day) {
      for (const path of day.some(day.paths('Music', ['wav']), day.heavy(3, 15))) day.save(path);
      for (const path of day.some(day.paths('Shoots', ['psd', 'xmp']), day.heavy(4, 30))) day.save(path);
      day.create(day.home(`Videos/cut-${day.hex(4)}.mp4`), 'mp4');
    },
  },
  {
    name: 'backs up the telephone',
    chance: 0,
    chanceOf: { family: 0.15 },
    apply(day) {
      const folder = day.home('Backups/Phone');
      const old = day.tree.filesUnder(folder);
      for (const [path, file] of day.some(old, Math.round(old.length * 0.3)))
        if (day.random.chance(0.4)) {
          const name = day.hex(40);
          day.tree.remove(path);
          day.tree.put(`${folder}/${name.slice(0, 2)}/${name}`, day.file(day.pool.edited(file.body)));
        } else day.save(path);
    },
  },
];
