/**
 * `npm run dist`: installers for this machine into out/package. `npm run dist:dir`: the program's folder alone, with a stub
 * for Electron where it is not there and cannot be had, and a check of what is in it.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'electron-builder';
import { buildWhatIsStale } from '../build-what-is-stale.ts';
import { electronIn } from '../find-electron.ts';
import { findPackageFaults } from './find-package-faults.ts';
import { moduleFaults } from './module-faults.ts';
import type { Machine } from './natives.ts';
import { packageConfig } from './package-config.ts';
import { stageApp } from './stage-app.ts';
import { makeStubElectron } from './stub-electron.ts';
import { unpackedProgram } from './unpacked-program.ts';

const top = join(import.meta.dirname, '..', '..');
const app = join(top, 'out', 'app');
const isDir = process.argv.includes('--dir');
const machine = { platform: process.platform, arch: process.arch } as Machine;
const electron = JSON.parse(readFileSync(join(top, 'node_modules', 'electron', 'package.json'), 'utf8')) as {
  version: string;
};

await buildWhatIsStale(top);
stageApp(top, app, machine);
const electronDist = isDir ? await distribution() : undefined;
rmSync(join(top, 'out', 'package'), { recursive: true, force: true });
await build({
  projectDir: top,
  publish: 'never',
  dir: isDir,
  config: packageConfig({
    top,
    app,
    electronVersion: electron.version,
    ...(electronDist === undefined ? {} : { electronDist }),
    environment: process.env,
  }),
});
const output = join(top, 'out', 'package');
const { faults: found, figures } = await findPackageFaults(output, machine);
const faults = [...found, ...moduleFaults(join(unpackedProgram(output, machine).resources, 'app.asar'))];
for (const line of figures) process.stdout.write(`${line}\n`);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;

/** The fetched one where it is; on Linux a stub will do to see what is packed. */
async function distribution(): Promise<string | undefined> {
  const program = electronIn(top);
  if (program !== undefined && process.platform !== 'darwin') return join(program, '..');
  if (process.platform !== 'linux') return undefined;
  const folder = join(top, 'out', 'stub-electron');
  await makeStubElectron(folder, electron.version);
  process.stdout.write('Electron is not here: packing around a stub.\n');
  return join(folder, 'dist');
}
