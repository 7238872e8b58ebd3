import type { Body } from '../contents/body-pool.ts';
import type { Day } from '../day.ts';
import { extensionOf, split } from '../modelled-tree.ts';
import type { Cipher } from './ciphers.ts';

/** What happens to the name of a file whose contents are taken. */
export type Naming = (day: Day, path: string) => string;

/** One intruder in one home: what he has done so far, and what he does until the next run. */
export class Intruder {
  /** Files taken so far. */
  lost = 0;
  readonly #taken = new Set<string>();

  /** Paths worth taking: programs and caches bring no ransom, and a computer that does not start cannot pay. */
  worth(day: Day, only?: readonly string[]): string[] {
    const spared = [day.home('Applications'), day.home('.cache')];
    const folders = day.tree.foldersIn(day.tree.home).filter((folder) => !spared.includes(folder));
    const files = [
      ...day.tree.filesIn(day.tree.home),
      ...folders.flatMap((folder) => day.tree.filesUnder(folder)),
    ];
    const paths = files.map(([path]) => path);
    if (this.#taken.size === 0 && !only) return paths;
    return paths.filter(
      (path) => !this.#taken.has(path) && (!only || only.includes(extensionOf(path).toLowerCase())),
    );
  }

  take(day: Day, paths: readonly string[], cipher: Cipher, naming: Naming): void {
    for (const path of paths) {
      const file = day.tree.get(path);
      if (!file) continue;
      const body = day.pool.altered(file.body, cipher.name, cipher.alter);
      const now = naming(day, path);
      if (now !== path) day.tree.remove(path);
      day.tree.put(now, day.file(body));
      this.#taken.add(now);
      this.lost++;
    }
  }

  remove(day: Day, paths: readonly string[]): void {
    for (const path of paths) day.tree.remove(path);
    this.lost += paths.length;
  }

  /** The same letter in every folder of these files. */
  leaveNotes(day: Day, paths: readonly string[], name: string, body: Body): void {
    const note = day.file(body);
    for (const folder of new Set(paths.map((path) => split(path).parent)))
      day.tree.put(`${folder}/${name}`, note);
    this.#taken.add(name);
  }
}
