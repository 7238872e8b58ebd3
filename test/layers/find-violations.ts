import { posix } from 'node:path';
import { importsOf } from './imports-of.ts';
import { layers, packageDoors, type Layer } from './layers.ts';

/** A file of ours: its path from the top of the repository, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Parts of the tests that know nothing of ours. */
const standAlone = ['test/ceph', 'test/trees', 'test/compare'];

/** All forbidden imports of these files, one sentence each. */
export function findViolations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) =>
    importsOf(file.text).flatMap((name) => {
      const why = refusal(file.path, name);
      return why === undefined ? [] : [`${file.path} imports ${name}: ${why}`];
    }),
  );
}

/** Tests and what only tests use: they may reach anywhere but bench, and nothing else may reach them. */
export function isTest(path: string): boolean {
  return /\.test\.ts$|\/testing\/|^test\/|\/conformance(\/|[^/]*\.ts$)/.test(path);
}

function refusal(path: string, name: string): string | undefined {
  if (!name.startsWith('.')) return outsideRefusal(path, name);
  const target = posix.join(posix.dirname(path), name);
  if (isTest(path)) {
    if (standAlone.some((folder) => isIn(path, folder))) return layerRefusal(path, target);
    return isIn(target, 'bench') && !isIn(path, 'bench')
      ? 'tests must not depend on measurements'
      : undefined;
  }
  if (isTest(target) && !(isIn(path, 'bench') && standAlone.some((folder) => isIn(target, folder))))
    return 'nothing that ships may depend on tests';
  return layerRefusal(path, target);
}

function layerRefusal(path: string, target: string): string | undefined {
  const layer = layerOf(path);
  if (!layer || isIn(target, layer.folder) || target === 'package.json') return undefined;
  if (layer.may.some((folder) => isIn(target, folder))) return undefined;
  return `${layer.folder} may import ${layer.may.join(', ') || 'nothing of ours'}; ${layer.reason}`;
}

function outsideRefusal(path: string, name: string): string | undefined {
  if (isTest(path)) return undefined;
  const layer = layerOf(path);
  if (layer?.outside === 'none')
    return `${layer.folder} imports neither packages nor Node modules; ${layer.reason}`;
  const door = packageDoors.find((each) => each.package.test(name));
  if (!door || !layer || door.folders.some((folder) => isIn(path, folder))) return undefined;
  return `this package is for ${door.folders.join(', ') || 'tests'}; ${door.reason}`;
}

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const layerOf = (path: string): Layer | undefined => layers.find((layer) => isIn(path, layer.folder));
