import { mkdir, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, normalize, parse } from 'node:path';
import type { FolderView } from '../../contract/app.ts';
import { HoldfastError } from '../../errors/holdfast-error.ts';
import { explainError } from '../explain-error.ts';
import { shownName } from '../browsing/shown-name.ts';

const maxEntries = 5_000;
const shortcuts = ['Desktop', 'Documents', 'Downloads', 'Pictures', 'Music', 'Videos'] as const;

/** Folders first, hidden ones last. @throws path-impossible */
export async function viewFolder(
  path: string | null,
  { files }: { readonly files: boolean },
): Promise<FolderView> {
  const folder = normalize(path ?? homedir());
  if (!isAbsolute(folder))
    throw new HoldfastError('path-impossible', { path: folder, reason: 'it is not a whole path' });
  const found = await entriesOf(folder, files);
  const order = new Intl.Collator(undefined, { numeric: true });
  const sorted = found.toSorted(
    (a, b) =>
      Number(b.folder) - Number(a.folder) ||
      Number(a.name.startsWith('.')) - Number(b.name.startsWith('.')) ||
      order.compare(a.name, b.name),
  );
  return {
    path: folder,
    parent: parse(folder).root === folder ? null : dirname(folder),
    entries: sorted.slice(0, maxEntries),
    cut: sorted.length > maxEntries,
    shortcuts: await shortcutsHere(),
  };
}

async function entriesOf(folder: string, files: boolean): Promise<FolderView['entries']> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const found = await Promise.all(
      entries.map(async (entry) => {
        const path = join(folder, entry.name);
        const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await isDirectory(path)));
        return { name: shownName(entry.name), path, folder: isFolder, isFile: entry.isFile() };
      }),
    );
    return found
      .filter((entry) => entry.folder || (files && entry.isFile))
      .map(({ name, path, folder: isFolder }) => ({ name, path, folder: isFolder }));
  } catch (error) {
    throw explainError(error);
  }
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function shortcutsHere(): Promise<FolderView['shortcuts']> {
  const home = homedir();
  const all = [home, ...shortcuts.map((name) => join(home, name)), parse(home).root];
  const there = await Promise.all(all.map(isDirectory));
  return all
    .filter((_, number) => there[number])
    .map((path) => ({ name: shownName(basename(path) || path), path }));
}

/** @throws path-impossible */
export async function makeFolder(parent: string, name: string): Promise<string> {
  const path = join(parent, name);
  if (!isAbsolute(parent) || /[/\\\0]/.test(name) || name === '.' || name === '..' || name.trim() === '')
    throw new HoldfastError('path-impossible', { path: name, reason: 'no folder can be called that' });
  try {
    await mkdir(path);
    return path;
  } catch (error) {
    throw explainError(error);
  }
}
