import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './natives.ts';

/** Where the parts of an unpacked program lie. */
export type UnpackedProgram = { readonly program: string; readonly resources: string };

/** @param folder electron-builder's output. @throws where there is no unpacked program */
export function unpackedProgram(folder: string, { platform }: Machine): UnpackedProgram {
  const place = readdirSync(folder).find((name) =>
    platform === 'darwin'
      ? name.startsWith('mac') && isFolder(join(folder, name))
      : name.endsWith('-unpacked'),
  );
  if (place === undefined) throw new Error(`no unpacked program in ${folder}`);
  const inside = join(folder, place);
  return { program: programIn(inside, platform), resources: resourcesIn(inside, platform) };
}

/** @param folder of one unpacked program */
export function programIn(folder: string, platform: string): string {
  if (platform === 'darwin' || platform === 'mas') return join(folder, 'Holdfast.app');
  return join(folder, platform === 'win32' ? 'Holdfast.exe' : 'holdfast');
}

/** @param folder of one unpacked program */
export function resourcesIn(folder: string, platform: string): string {
  const program = programIn(folder, platform);
  return program.endsWith('.app') ? join(program, 'Contents', 'Resources') : join(folder, 'resources');
}

const isFolder = (path: string): boolean => statSync(path).isDirectory();
