import type { DirectoryChange } from '../../core/detection/directory-change.ts';
import type { Entry } from '../../core/model/entry.ts';
import type { Body } from './contents/body-pool.ts';

export type ModelledFile = { readonly body: Body; readonly id: string; readonly at: number };

type Folder = { readonly files: Map<string, ModelledFile>; readonly folders: Set<string> };

/**
 * Files in folders, in memory. A fork shares all folders until one of both writes into them, so that a thousand attacks on
 * the same day cost what they change.
 */
export class ModelledTree {
  readonly home: string;
  #folders: Map<string, Folder>;
  #own = new Set<string>();

  constructor(home: string) {
    this.home = home;
    this.#folders = new Map([[home, { files: new Map(), folders: new Set() }]]);
  }

  fork(): ModelledTree {
    const fork = new ModelledTree(this.home);
    fork.#folders = new Map(this.#folders);
    this.#own = new Set();
    return fork;
  }

  #writable(path: string): Folder {
    const there = this.#folders.get(path);
    if (there && this.#own.has(path)) return there;
    const folder: Folder = { files: new Map(there?.files), folders: new Set(there?.folders) };
    this.#folders.set(path, folder);
    this.#own.add(path);
    if (!there) {
      const { parent, name } = split(path);
      this.#writable(parent).folders.add(name);
    }
    return folder;
  }

  put(path: string, file: ModelledFile): void {
    const { parent, name } = split(path);
    this.#writable(parent).files.set(name, file);
  }

  get(path: string): ModelledFile | undefined {
    const { parent, name } = split(path);
    return this.#folders.get(parent)?.files.get(name);
  }

  remove(path: string): void {
    const { parent, name } = split(path);
    if (this.#folders.get(parent)?.files.has(name)) this.#writable(parent).files.delete(name);
  }

  move(from: string, to: string): void {
    const file = this.get(from);
    if (!file || from === to) return;
    this.remove(from);
    this.put(to, file);
  }

  removeFolder(path: string): void {
    if (!this.#folders.has(path)) return;
    for (const name of this.#folders.get(path)!.folders) this.removeFolder(`${path}/${name}`);
    this.#folders.delete(path);
    this.#own.delete(path);
    const { parent, name } = split(path);
    if (path !== this.home) this.#writable(parent).folders.delete(name);
  }

  moveFolder(from: string, to: string): void {
    if (from === to || to.startsWith(`${from}/`)) return;
    for (const [path, file] of this.filesUnder(from)) this.put(`${to}${path.slice(from.length)}`, file);
    this.removeFolder(from);
  }

  /** Full paths of the folders right in `path`. */
  foldersIn(path: string): string[] {
    return [...(this.#folders.get(path)?.folders ?? [])].map((name) => `${path}/${name}`);
  }

  filesIn(path: string): [string, ModelledFile][] {
    return [...(this.#folders.get(path)?.files ?? [])].map(([name, file]) => [`${path}/${name}`, file]);
  }

  filesUnder(path: string): [string, ModelledFile][] {
    return this.foldersUnder(path).flatMap((folder) => this.filesIn(folder));
  }

  /** `path` itself, and all below. */
  foldersUnder(path: string): string[] {
    if (!this.#folders.has(path)) return [];
    return [path, ...this.foldersIn(path).flatMap((folder) => this.foldersUnder(folder))];
  }

  totals(): { files: number; bytes: number } {
    let files = 0;
    let bytes = 0;
    for (const folder of this.#folders.values()) {
      files += folder.files.size;
      for (const file of folder.files.values()) bytes += file.body.size;
    }
    return { files, bytes };
  }

  /** Every directory whose node would differ, parents before what is in them. */
  *changesSince(before: ModelledTree | undefined): Generator<DirectoryChange> {
    // What was told is frozen: whoever writes on writes into copies.
    this.#own = new Set();
    const old = before ? before.#folders : new Map<string, Folder>();
    const touched = new Set<string>();
    for (const path of new Set([...old.keys(), ...this.#folders.keys()]))
      if (old.get(path) !== this.#folders.get(path))
        for (let up = path; up.length >= this.home.length && !touched.has(up); up = split(up).parent)
          touched.add(up);
    for (const path of [...touched].sort())
      yield {
        path,
        before: entriesOf(path, old.get(path), touched, '1'),
        after: entriesOf(path, this.#folders.get(path), touched, '2'),
      };
  }
}

const filesOfFolders = new WeakMap<Folder, readonly Entry[]>();

function byName({ name: one }: Entry, { name: two }: Entry): number {
  return one < two ? -1 : 1;
}

/** @param version of the nodes of those directories that differ */
function entriesOf(
  path: string,
  folder: Folder | undefined,
  touched: ReadonlySet<string>,
  version: string,
): readonly Entry[] | undefined {
  if (!folder) return undefined;
  let files = filesOfFolders.get(folder);
  if (!files) {
    files = [...folder.files].map(([name, file]) => fileEntry(name, file)).sort(byName);
    filesOfFolders.set(folder, files);
  }
  if (folder.folders.size === 0) return files;
  const entries = [...files];
  for (const name of folder.folders) {
    const node = (touched.has(`${path}/${name}`) ? version : '0').padStart(64, '0');
    entries.push({ ...common, name, type: 'directory', mtimeNs: '0', size: 0, node });
  }
  return entries.sort(byName);
}

const common = { mode: 0o644, uid: 1_000, gid: 1_000 };

const entriesOfFiles = new WeakMap<ModelledFile, Entry>();

function fileEntry(name: string, file: ModelledFile): Entry {
  const known = entriesOfFiles.get(file);
  if (known?.name === name) return known;
  const { body, id, at } = file;
  const { size } = body;
  const content = size === 0 ? [] : [{ id, length: size }];
  const { look } = body;
  const mtimeNs = `${at}000000`;
  const entry: Entry = {
    name,
    type: 'file',
    mode: 0o644,
    uid: 1_000,
    gid: 1_000,
    mtimeNs,
    size,
    content,
    look,
  };
  entriesOfFiles.set(file, entry);
  return entry;
}

export function split(path: string): { parent: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { parent: path.slice(0, slash), name: path.slice(slash + 1) };
}

/** Without the dot; '' where there is none. */
export function extensionOf(path: string): string {
  const { name } = split(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1) : '';
}
