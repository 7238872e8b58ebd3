import type { Entry } from '../model/entry.ts';
import { CommonKeys } from './common-keys.ts';
import { contentKey } from './content-balance.ts';
import { isNoteName, isReadable } from './ransom-names.ts';
import { mostExamples, mostNoteBytes, mostNoteNames } from './thresholds.ts';

/** Finds the file that many folders got at once. */
export class NewFiles {
  readonly #notes = new CommonKeys(mostNoteNames);
  readonly #same = new CommonKeys(mostNoteNames);
  readonly #paths = new Map<string, string[]>();

  /** @param existing whether the folder was there before: a new program brings readme files to its own folders */
  add(entry: Entry, path: string, existing: boolean): void {
    if (entry.size > mostNoteBytes || !isReadable(entry.name)) return;
    const name = entry.name.toLowerCase();
    if (isNoteName(name)) {
      this.#notes.add(name);
      const paths = this.#paths.get(name) ?? [];
      if (paths.length < mostExamples && (paths.length > 0 || this.#paths.size < mostNoteNames))
        this.#paths.set(name, [...paths, path]);
    }
    const key = contentKey(entry);
    if (existing && key !== undefined) this.#same.add(`${key}/${name}`);
  }

  /** The note-like name that most folders got. */
  get note(): { readonly name: string; readonly folders: number; readonly paths: readonly string[] } {
    const top = this.#notes.top;
    return { name: top?.key ?? '', folders: top?.count ?? 0, paths: this.#paths.get(top?.key ?? '') ?? [] };
  }

  /** The same name with the same contents. */
  get same(): { readonly name: string; readonly folders: number } {
    const top = this.#same.top;
    return { name: top?.key.replace(/^[^/]*\//, '') ?? '', folders: top?.count ?? 0 };
  }
}
