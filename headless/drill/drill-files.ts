import { appendFile, chmod, copyFile, lstat, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseFiles } from '../demo/choose-files.ts';

/** Some seconds to back up. */
const limits = { files: 600, bytes: 12e6 };
/** Every so many files one is worked on in a day. */
const editEvery = 60;

/** Real files of this machine, copied: the drill's intruder may do with them what he likes. */
export async function makeDocuments(to: string): Promise<void> {
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
  const { folders } = await chooseFiles(modules, limits);
  await mkdir(to);
  for (const folder of folders) await copyTree(folder, join(to, basename(folder)));
  await useWholeSeconds(to);
}

/** Times in whole seconds, which every way of setting them keeps, so that a comparison may be exact. Links are left out. */
export async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile()) {
      await copyFile(source, target);
      await setLike(source, target);
    }
  }
  await setLike(from, to);
}

async function setLike(source: string, target: string): Promise<void> {
  const { mode, mtimeMs } = await lstat(source);
  const seconds = Math.floor(mtimeMs / 1000);
  // A file of somebody else's package may be read-only, and is to be worked on here.
  await chmod(target, (mode & 0o777) | 0o600);
  await utimes(target, seconds, seconds);
}

/** An ordinary day: some files are worked on, one is new. */
export async function workForADay(documents: string, day: number): Promise<void> {
  let number = 0;
  for await (const path of filesIn(documents))
    if (number++ % editEvery === day) await appendFile(path, `\n// worked on, day ${day}\n`);
  await writeFile(join(documents, `notes of day ${day}.txt`), `What was done on day ${day}.\n`.repeat(20));
  await useWholeSeconds(documents);
}

async function useWholeSeconds(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? useWholeSeconds(path) : setLike(path, path));
  }
  await setLike(folder, folder);
}

/** All files below, sorted, so that each call sees the same order. */
export async function* filesIn(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}
