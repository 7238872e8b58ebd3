import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { trayLooks, trayStates } from '../icons/tray-states.ts';
import { fuseFaults } from './fuses.ts';
import { namedByBundle } from './named-by-bundle.ts';
import { packedModules, type Machine } from './natives.ts';
import { unpackedProgram } from './unpacked-program.ts';

/** Issue of the desktop app: what the window may weigh, as it would travel. */
const mostWindowBytes = 600_000;

/** Only React's development build says this. */
const developmentMark = 'Download the React DevTools';

const inWindow = /^dist\/renderer\/assets\/.+\.(?:js|css)$/;

const entries = [
  'package.json',
  'dist/main.js',
  'dist/preload.cjs',
  'dist/secret-preload.cjs',
  'dist/engine-thread.js',
  'dist/renderer/index.html',
  'dist/renderer/secret.html',
  ...trayStates.flatMap((state) => trayLooks.map((look) => `assets/tray/${state}${look}.png`)),
];

const ownFiles = [
  /^package\.json$/,
  /^dist\/[\w.-]+\.c?js$/,
  /^dist\/renderer\/[\w-]+\.(?:html|ico)$/,
  /^dist\/renderer\/assets\/[\w.-]+\.(?:js|css|woff2|svg|png)$/,
  /^assets\/tray\/[\w-]+(?:@2x)?\.png$/,
];

/** What is wrong with a packed program, one sentence each, and its figures. */
export async function findPackageFaults(
  folder: string,
  machine: Machine,
): Promise<{ readonly faults: readonly string[]; readonly figures: readonly string[] }> {
  const { program, resources } = unpackedProgram(folder, machine);
  const asar = join(resources, 'app.asar');
  if (!existsSync(asar)) return { faults: ['there is no app.asar'], figures: [] };
  const files = listPackage(asar, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((path) => !('files' in statFile(asar, path)));
  const text = (path: string): string => extractFile(asar, path).toString('utf8');
  const window = windowBytes(asar, files);
  const faults = [
    ...(existsSync(join(resources, 'default_app.asar')) ? ["Electron's own default_app.asar is there"] : []),
    ...(existsSync(join(resources, 'app')) ? ['a folder stands beside the archive'] : []),
    ...entries.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...files.flatMap((path) => strangerFault(path, machine)),
    ...files
      .filter((path) => /^dist\/[^/]+\.c?js$/.test(path))
      .flatMap((path) => linkFaults(path, text(path), files, machine)),
    ...files.filter((path) => path.endsWith('.html')).flatMap((path) => pageFaults(path, text(path), files)),
    ...manifestFaults(files.includes('package.json') ? text('package.json') : '{}'),
    ...binaryFaults(asar, files, machine),
    ...(await fuseFaults(program)),
    ...(files.some((path) => inWindow.test(path) && text(path).includes(developmentMark))
      ? ['the window is a development build']
      : []),
    ...(window > mostWindowBytes ? [`the window weighs ${window} bytes, more than ${mostWindowBytes}`] : []),
  ];
  return {
    faults,
    figures: [
      `${files.length} files are packed.`,
      `The window weighs ${(window / 1000).toFixed(0)} kB of ${mostWindowBytes / 1000} kB, compressed by gzip.`,
    ],
  };
}

/** Only what is known by name may be there: a source, a test, a map, a key or a foreign binary is none of it. */
function strangerFault(path: string, machine: Machine): readonly string[] {
  const inModule = packedModules(machine).some(
    ({ name, files }) =>
      path.startsWith(`node_modules/${name}/`) &&
      files.some((pattern) => pattern.test(path.slice(`node_modules/${name}/`.length))),
  );
  return inModule || ownFiles.some((pattern) => pattern.test(path)) ? [] : [`${path} does not belong there`];
}

/** Every file that a bundle names must be there, and every package that it imports. */
function linkFaults(
  path: string,
  code: string,
  files: readonly string[],
  machine: Machine,
): readonly string[] {
  const known = new Set([...packedModules(machine).map(({ name }) => name), 'electron', ...builtinModules]);
  const { modules, files: urls } = namedByBundle(path, code);
  const isThere = (name: string): boolean => files.includes(posix.join(posix.dirname(path), name));
  const isKnown = (name: string): boolean =>
    name.startsWith('.') ? isThere(name) : known.has(name) || name.startsWith('node:');
  return [
    ...urls.filter((name) => !isThere(name)).map((name) => `${path} names ${name}, which is not there`),
    ...modules.filter((name) => !isKnown(name)).map((name) => `${path} imports ${name}, which is not there`),
  ];
}

/** A page under the strict policy: nothing inline, nothing from elsewhere, and what it loads is there. */
function pageFaults(path: string, html: string, files: readonly string[]): readonly string[] {
  const loaded = [...html.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, name = '']) => name);
  return [
    ...loaded
      .filter((name) => !files.includes(posix.join('dist/renderer', name)))
      .map((name) => `${path} loads ${name}, which is not there`),
    ...(/<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=/i.test(html)
      ? [`${path} holds inline code or style`]
      : []),
  ];
}

function manifestFaults(text: string): readonly string[] {
  const { main, type } = JSON.parse(text) as { main?: string; type?: string };
  return main === 'dist/main.js' && type === 'module' ? [] : ['package.json does not lead to dist/main.js'];
}

/** Each binary lies beside the archive, where a system can load it, and Node loads it. */
function binaryFaults(asar: string, files: readonly string[], machine: Machine): readonly string[] {
  const wanted = packedModules(machine).flatMap(({ name, binaries }) =>
    binaries.map((binary) => `node_modules/${name}/${binary}`),
  );
  const there = wanted.filter((path) => existsSync(join(`${asar}.unpacked`, path)));
  const isForHere = machine.platform === process.platform && machine.arch === process.arch;
  const broken = isForHere ? brokenOnes(`${asar}.unpacked`, there) : [];
  return wanted.flatMap((path) => {
    if (!files.includes(path)) return [`${path} is missing`];
    if (!there.includes(path)) return [`${path} is not unpacked`];
    return broken.includes(path) ? [`${path} does not load`] : [];
  });
}

const loadAll = `const broken = process.argv.slice(1).filter((path) => {
  try { process.dlopen({ exports: {} }, require('node:path').resolve(path)); } catch { return true; }
});
process.stdout.write(JSON.stringify(broken));`;

/** In a process of its own: a binary may take it down, and then none counts as good. */
function brokenOnes(folder: string, paths: readonly string[]): readonly string[] {
  const { status, stdout } = spawnSync(process.execPath, ['-e', loadAll, ...paths], {
    cwd: folder,
    encoding: 'utf8',
  });
  return status === 0 ? (JSON.parse(stdout) as string[]) : paths;
}

const windowBytes = (asar: string, files: readonly string[]): number =>
  files
    .filter((path) => inWindow.test(path))
    .reduce((sum, path) => sum + gzipSync(extractFile(asar, path)).length, 0);
