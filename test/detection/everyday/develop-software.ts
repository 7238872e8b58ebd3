import { newGitObjects, newPackage, newProject } from '../person.ts';
import type { Day } from '../day.ts';
import type { EverydayChange } from './everyday-change.ts';

function aProject(day: Day): string | undefined {
  const projects = day.tree.foldersIn(day.home('Projects'));
  return projects.length > 0 ? day.random.pick(projects) : undefined;
}

function inProject(name: string, chance: number, apply: (day: Day, project: string) => void): EverydayChange {
  return {
    name,
    chance: 0,
    chanceOf: { developer: chance, student: chance / 4 },
    apply(day) {
      const project = aProject(day);
      if (project) apply(day, project);
    },
  };
}

const relative = (day: Day, project: string, folder: string): string =>
  `${project.slice(day.tree.home.length + 1)}/${folder}`;

export const developSoftware: readonly EverydayChange[] = [
  inProject('writes and commits source', 0.9, (day, project) => {
    const sources = day.paths(relative(day, project, 'src'));
    const edited = day.some(sources, day.heavy(6, 60));
    for (const path of edited) day.save(path);
    newGitObjects(day, project, edited.length + 4);
    day.save(`${project}/.git/index`);
  }),
  inProject('builds', 0.8, (day, project) => {
    day.tree.removeFolder(`${project}/dist`);
    for (let left = day.heavy(20, 120); left > 0; left--) {
      const name = `${project}/dist/chunk-${day.hex(8)}.js`;
      day.create(name, 'minified');
      if (day.random.chance(0.5)) day.create(`${name}.map`, 'sourceMap');
      if (day.random.chance(0.3)) day.create(`${name}.gz`, 'gz');
    }
    for (let left = 20; left > 0; left--) day.create(`${project}/build/part-${left}.o`, 'elf');
  }),
  inProject('upgrades packages', 0.2, (day, project) => {
    for (const folder of day.tree.foldersIn(`${project}/node_modules`)) {
      if (!day.random.chance(0.5)) continue;
      if (day.random.chance(0.3)) {
        day.tree.removeFolder(folder);
        newPackage(day, folder);
      } else for (const [path] of day.tree.filesUnder(folder)) day.save(path);
    }
    for (let left = day.random.between(1, 5); left > 0; left--)
      newPackage(day, `${project}/node_modules/package-${day.hex(3)}`);
  }),
  inProject('installs packages afresh', 0.06, (day, project) => {
    day.tree.removeFolder(`${project}/node_modules`);
    for (let left = day.heavy(12, 40); left > 0; left--)
      newPackage(day, `${project}/node_modules/package-${day.hex(3)}`);
  }),
  inProject('checks out another branch', 0.25, (day, project) => {
    for (const path of day.paths(relative(day, project, 'src'))) {
      const fate = day.random.share();
      if (fate < 0.35) day.save(path);
      else if (fate < 0.42) day.tree.remove(path);
      else if (fate < 0.5) day.create(`${path.slice(0, path.lastIndexOf('/'))}/new-${day.hex(4)}.ts`, 'code');
    }
    newGitObjects(day, project, day.heavy(20, 200));
    day.save(`${project}/.git/index`);
  }),
  inProject('lets git pack its objects', 0.05, (day, project) => {
    for (const [path] of day.tree.filesUnder(`${project}/.git/objects`)) day.tree.remove(path);
    day.create(`${project}/.git/objects/pack/pack-${day.hex(40)}.pack`, 'gitPack');
    day.create(`${project}/.git/objects/pack/pack-${day.hex(40)}.idx`, 'ownFormat');
  }),
  inProject('formats all sources', 0.01, (day, project) => {
    for (const path of day.paths(relative(day, project, 'src'))) day.save(path);
  }),
  inProject('renames .js to .ts', 0.005, (day, project) => {
    for (const path of day.paths(relative(day, project, 'src'), ['js'])) {
      if (day.random.chance(0.6)) day.save(path);
      day.tree.move(path, day.renameExtension(path, 'ts'));
    }
  }),
  inProject('cleans what builds made', 0.05, (day, project) => {
    for (const folder of ['dist', 'build', 'node_modules']) day.tree.removeFolder(`${project}/${folder}`);
  }),
  inProject('clones a repository', 0.04, (day) => {
    newProject(day, `Projects/project-${day.hex(4)}`, day.heavy(120, 500));
  }),
  inProject('deletes an old project', 0.01, (day, project) => day.tree.removeFolder(project)),
];
