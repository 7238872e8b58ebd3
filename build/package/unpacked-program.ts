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
  if (platform === 'darwin') {
    const contents = join(inside, 'Holdfast.app', 'Contents');
    return { program: join(inside, 'Holdfast.app'), resources: join(contents, 'Resources') };
  }
  const name = platform === 'win32' ? 'Holdfast.exe' : 'holdfast';
  return { program: join(inside, name), resources: join(inside, 'resources') };
}

const isFolder = (path: string): boolean => statSync(path).isDirectory();
