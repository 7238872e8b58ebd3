import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SuggestedFolder } from '../../contract/setup.ts';
import { folderSize, type FolderSize } from './folder-size.ts';

type Found = Pick<SuggestedFolder, 'path' | 'kind' | 'suggested'>;

/** Kind → name in English, name in user-dirs.dirs, whether a person would miss it. */
const kinds = [
  ['documents', 'Documents', 'XDG_DOCUMENTS_DIR', true],
  ['pictures', 'Pictures', 'XDG_PICTURES_DIR', true],
  ['desktop', 'Desktop', 'XDG_DESKTOP_DIR', true],
  ['music', 'Music', 'XDG_MUSIC_DIR', true],
  ['videos', 'Videos', 'XDG_VIDEOS_DIR', true],
  ['downloads', 'Downloads', 'XDG_DOWNLOAD_DIR', false],
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The folders that people keep things in, as far as they are there; the whole home folder last. */
async function foldersOf(environment: Environment): Promise<readonly Found[]> {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? homedir();
  const named = await userFolders(home, environment);
  const wanted = kinds.map(([kind, english, name, suggested]) => ({
    path:
      named.get(name) ?? join(home, kind === 'videos' && process.platform === 'darwin' ? 'Movies' : english),
    kind,
    suggested,
  }));
  const there = await Promise.all(wanted.map(({ path }) => isFolder(path)));
  const found: readonly Found[] = wanted.filter(({ path }, index) => there[index] && path !== home);
  // Where nothing has the usual names, everything is better than nothing.
  return [...found, { path: home, kind: 'home', suggested: !found.some(({ suggested }) => suggested) }];
}

const isFolder = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Linux: what the desktop calls them, in the person's language. */
async function userFolders(home: string, environment: Environment): Promise<ReadonlyMap<string, string>> {
  const folder = environment['XDG_CONFIG_HOME'] || join(home, '.config');
  const text = await readFile(join(folder, 'user-dirs.dirs'), 'utf8').catch(() => '');
  const lines = text.matchAll(/^\s*(XDG_[A-Z]+_DIR)="(?:\$HOME\/?|(?=\/))(.*?)\/?"\s*$/gm);
  return new Map(
    [...lines].map(([line, name = '', path = '']) => [
      name,
      line.includes('$HOME') ? join(home, path) : path,
    ]),
  );
}

/** Suggests folders and measures them in the background, one after the other; each is told as soon as it is known. */
export class SuggestedFolders {
  readonly #environment: Environment;
  readonly #stopping: AbortSignal;
  readonly #onMeasured: () => void;
  readonly #sizes = new Map<string, FolderSize>();
  #measuring: AbortController | undefined;

  constructor(environment: Environment, stopping: AbortSignal, onMeasured: () => void) {
    this.#environment = environment;
    this.#stopping = stopping;
    this.#onMeasured = onMeasured;
  }

  async list(): Promise<readonly SuggestedFolder[]> {
    const found = await foldersOf(this.#environment);
    if (!this.#measuring) void this.#measure(found);
    return found.map((folder) => ({
      ...folder,
      bytes: this.#sizes.get(folder.path)?.bytes ?? null,
      files: this.#sizes.get(folder.path)?.files ?? null,
    }));
  }

  stop(): void {
    this.#measuring?.abort();
    this.#measuring = undefined;
  }

  async #measure(found: readonly Found[]): Promise<void> {
    const own = new AbortController();
    this.#measuring = own;
    const signal = AbortSignal.any([own.signal, this.#stopping]);
    for (const { path } of found) {
      if (this.#sizes.has(path)) continue;
      const size = await folderSize(path, signal).catch(() => undefined);
      if (signal.aborted) return;
      if (size) this.#sizes.set(path, size);
      this.#onMeasured();
    }
  }
}
