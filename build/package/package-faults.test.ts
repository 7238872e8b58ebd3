import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackageWithOptions } from '@electron/asar';
import { flipFuses, FuseV1Options } from '@electron/fuses';
import { beforeAll, describe, expect, it } from 'vitest';
import { ownTemporaryFolder } from '../../test/own-temporary-folder.ts';
import { findPackageFaults } from './find-package-faults.ts';
import { wantedFuses } from './fuses.ts';
import { moduleFaults } from './module-faults.ts';
import { packedModules, type Machine } from './natives.ts';
import { stageApp } from './stage-app.ts';
import { makeStubElectron } from './stub-electron.ts';

ownTemporaryFolder();

const machine: Machine = { platform: 'linux', arch: 'x64' };
const top = join(import.meta.dirname, '..', '..');
/** Small, and with all of the native packages. */
let staged: string;
let whole: string;

const put = (folder: string, path: string, text = ''): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** A project in small, with this one's native packages. */
beforeAll(() => {
  const project = mkdtempSync(join(tmpdir(), 'project-'));
  put(project, 'package.json', '{"name":"holdfast","version":"1.2.3"}');
  put(
    project,
    'dist/main.js',
    'import "electron"; import "./chunk-1.js"; import Database from "better-sqlite3";',
  );
  put(project, 'dist/chunk-1.js', 'export const engine = new URL("./engine-thread.js", import.meta.url);');
  put(project, 'dist/engine-thread.js', 'import { readFileSync } from "node:fs"; import("fs");');
  for (const name of ['preload', 'secret-preload']) put(project, `dist/${name}.cjs`, 'require("electron");');
  put(project, 'dist/.built.json', '{}');
  put(project, 'dist/renderer/assets/index-1.js', 'export {};');
  put(project, 'dist/renderer/index.html', '<script type="module" src="/assets/index-1.js"></script>');
  put(project, 'dist/renderer/secret.html', '<!doctype html>');
  cpSync(join(top, 'assets', 'tray'), join(project, 'assets', 'tray'), { recursive: true });
  symlinkSync(join(top, 'node_modules'), join(project, 'node_modules'));
  staged = join(project, 'app');
  stageApp(project, staged, machine);
  whole = join(project, 'whole');
  cpSync(staged, whole, { recursive: true });
  // The smallest of the binaries in the place of all: packing is quicker, and it loads under any name.
  const paths = packedModules(machine).flatMap(({ name, binaries }) =>
    binaries.map((binary) => join(staged, 'node_modules', name, binary)),
  );
  const smallest = paths.toSorted((one, other) => statSync(one).size - statSync(other).size)[0] ?? '';
  for (const path of paths) if (path !== smallest) cpSync(smallest, path);
});

type Change = {
  readonly app?: (app: string) => void;
  readonly packed?: (folder: string) => Promise<void> | void;
};

/** Packs as electron-builder does, with one thing changed before or after. */
async function faultsOf(change: Change = {}, unpack = '**/*.node'): Promise<readonly string[]> {
  const work = mkdtempSync(join(tmpdir(), 'packed-'));
  const app = join(work, 'app');
  const folder = join(work, 'linux-unpacked');
  cpSync(staged, app, { recursive: true });
  change.app?.(app);
  await makeStubElectron(join(work, 'stub'), '1.0.0');
  mkdirSync(join(folder, 'resources'), { recursive: true });
  cpSync(join(work, 'stub', 'dist', 'electron'), join(folder, 'holdfast'));
  chmodSync(join(folder, 'holdfast'), 0o755);
  await flipFuses(join(folder, 'holdfast'), wantedFuses);
  await createPackageWithOptions(app, join(folder, 'resources', 'app.asar'), { unpack });
  await change.packed?.(folder);
  const { faults } = await findPackageFaults(work, machine);
  rmSync(work, { recursive: true });
  return faults;
}

const isHere = process.platform === 'linux' && process.arch === 'x64';
describe.skipIf(!isHere)('a package', () => {
  it('as it should be has no fault', async () => {
    expect(await faultsOf()).toEqual([]);
  });

  const app = (path: string, text?: string): Change => ({ app: (folder) => put(folder, path, text) });
  const without = (path: string): Change => ({ app: (folder) => rmSync(join(folder, path)) });
  const sqlite = 'node_modules/better-sqlite3/prebuilds/linux-x64.node';

  it.each<[string, Change, string]>([
    ['no main', without('dist/main.js'), 'dist/main.js is missing'],
    ['no preload', without('dist/preload.cjs'), 'dist/preload.cjs is missing'],
    ['no engine', without('dist/engine-thread.js'), 'dist/engine-thread.js is missing'],
    ['no page', without('dist/renderer/secret.html'), 'dist/renderer/secret.html is missing'],
    ['a source', app('core/app/home.ts'), 'core/app/home.ts does not belong there'],
    ['a test', app('dist/x.test.ts'), 'dist/x.test.ts does not belong there'],
    ['a map', app('dist/main.js.map'), 'dist/main.js.map does not belong there'],
    ['a secret', app('.env'), '.env does not belong there'],
    [
      'an uninvited package',
      app('node_modules/react/index.js'),
      'node_modules/react/index.js does not belong there',
    ],
    [
      'a foreign binary',
      app('node_modules/better-sqlite3/prebuilds/win32-x64.node'),
      'node_modules/better-sqlite3/prebuilds/win32-x64.node does not belong there',
    ],
    [
      'sources of a binary',
      app('node_modules/better-sqlite3/src/x.cpp'),
      'node_modules/better-sqlite3/src/x.cpp does not belong there',
    ],
    ['no binary', without(sqlite), `${sqlite} is missing`],
    [
      'a broken binary',
      { app: (folder) => truncateSync(join(folder, sqlite), 1000) },
      `${sqlite} does not load`,
    ],
    [
      'a worker that is not there',
      without('dist/engine-thread.js'),
      'dist/chunk-1.js names ./engine-thread.js, which is not there',
    ],
    [
      'a chunk that is not there',
      without('dist/chunk-1.js'),
      'dist/main.js imports ./chunk-1.js, which is not there',
    ],
    [
      'a package that is not packed',
      app('dist/main.js', 'import "react";'),
      'dist/main.js imports react, which is not there',
    ],
    [
      'one that comes later',
      app('dist/main.js', 'await import("zod");'),
      'dist/main.js imports zod, which is not there',
    ],
    [
      'one by require',
      app('dist/preload.cjs', 'require("zod");'),
      'dist/preload.cjs imports zod, which is not there',
    ],
    [
      'inline code',
      app('dist/renderer/secret.html', '<script>alert(1)</script>'),
      'dist/renderer/secret.html holds inline code or style',
    ],
    [
      'a page that loads from elsewhere',
      app('dist/renderer/secret.html', '<script src="https://example.org/x.js"></script>'),
      'dist/renderer/secret.html loads https://example.org/x.js, which is not there',
    ],
    [
      'a development build of the window',
      app('dist/renderer/assets/dev.js', '"Download the React DevTools"'),
      'the window is a development build',
    ],
    [
      'another beginning',
      app('package.json', '{"main":"x.js"}'),
      'package.json does not lead to dist/main.js',
    ],
    ['no tray picture', without('assets/tray/protected.png'), 'assets/tray/protected.png is missing'],
    [
      'no archive',
      { packed: (folder) => rmSync(join(folder, 'resources', 'app.asar')) },
      'there is no app.asar',
    ],
    [
      "Electron's own app",
      { packed: (folder) => put(folder, 'resources/default_app.asar') },
      "Electron's own default_app.asar is there",
    ],
    [
      'a folder that would be loaded instead',
      { packed: (folder) => put(folder, 'resources/app/main.js') },
      'a folder stands beside the archive',
    ],
    [
      'a program without fuses',
      { packed: (folder) => put(folder, 'holdfast', 'no wire') },
      'the program has no fuses',
    ],
  ])('with %s is refused', async (_what, change, fault) => {
    expect(await faultsOf(change)).toContain(fault);
  });

  it('whose binaries stayed in the archive is refused', async () => {
    expect(await faultsOf({}, 'nothing')).toContain(`${sqlite} is not unpacked`);
  });

  it.each(Object.keys(wantedFuses).filter((key) => /^\d$/.test(key)))(
    'with fuse %s flipped is refused',
    async (key) => {
      const fuse = Number(key) as FuseV1Options;
      const flipped = { ...wantedFuses, [fuse]: !wantedFuses[fuse] };
      const faults = await faultsOf({
        packed: async (folder) => void (await flipFuses(join(folder, 'holdfast'), flipped)),
      });
      expect(faults).toEqual([`fuse ${FuseV1Options[fuse]} is not as wanted`]);
    },
  );

  it('whose window is too heavy is refused', async () => {
    let noise = '';
    for (let count = 1; noise.length < 1_000_000; count += 1) noise += Math.sin(count).toString(36);
    const faults = await faultsOf(app('dist/renderer/assets/heavy.js', `//${noise}`));
    expect(faults).toEqual([expect.stringMatching(/^the window weighs \d+ bytes, more than 600000$/)]);
  });
});

it.skipIf(!isHere)('a native package that lacks one of its own files is refused', async () => {
  const work = mkdtempSync(join(tmpdir(), 'packed-'));
  const good = join(work, 'good.asar');
  const bad = join(work, 'bad.asar');
  await createPackageWithOptions(whole, good, { unpack: '**/*.node' });
  cpSync(whole, join(work, 'app'), { recursive: true });
  rmSync(join(work, 'app/node_modules/koffi/src/koffi/src/static.js'));
  await createPackageWithOptions(join(work, 'app'), bad, { unpack: '**/*.node' });
  expect(moduleFaults(good)).toEqual([]);
  expect(moduleFaults(bad)).toEqual(['koffi does not load as it is packed']);
});

it('stages for the machine it is told, and says which package is not there', () => {
  const mac: Machine = { platform: 'darwin', arch: 'arm64' };
  expect(() => stageApp(join(staged, '..'), join(tmpdir(), 'mac'), mac)).toThrow(
    '@napi-rs/keyring-darwin-arm64 is not installed',
  );
});
