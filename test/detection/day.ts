import type { SeededRandom } from '../simulation/seeded-random.ts';
import type { Body, BodyPool } from './contents/body-pool.ts';
import type { KindName } from './contents/kinds.ts';
import { extensionOf, split, type ModelledFile, type ModelledTree } from './modelled-tree.ts';

const hexDigits = '0123456789abcdef';

const fourDigits = Array.from({ length: 65_536 }, (_, number) => number.toString(16).padStart(4, '0'));

/** One stretch of time between two runs, and what those who change files need for it. */
export class Day {
  readonly tree: ModelledTree;
  readonly pool: BodyPool;
  readonly random: SeededRandom;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** ms: what is made was made about so long before `now`, by chance. */
  readonly #age: number;

  constructor(tree: ModelledTree, pool: BodyPool, random: SeededRandom, now: number, age = 0) {
    this.tree = tree;
    this.pool = pool;
    this.random = random;
    this.now = now;
    this.#age = age;
  }

  hex(digits: number): string {
    let text = '';
    for (let one = 0; one < digits; one++) text += hexDigits[this.random.between(0, 15)];
    return text;
  }

  file(body: Body): ModelledFile {
    // 64 bits by chance are enough for no two to meet.
    const half = `${this.#digits()}${this.#digits()}`;
    const age = this.#age === 0 ? 0 : Math.round(this.random.exponential(this.#age));
    return { body, id: half.repeat(4), at: this.now - age };
  }

  #digits(): string {
    const number = this.random.between(0, 0xffffffff);
    return `${fourDigits[number >>> 16]}${fourDigits[number & 0xffff]}`;
  }

  /** Puts a new file of this kind there. */
  create(path: string, kind: KindName): void {
    this.tree.put(path, this.file(this.pool.any(kind, this.random)));
  }

  save(path: string): void {
    const file = this.tree.get(path);
    if (file) this.tree.put(path, this.file(this.pool.edited(file.body)));
  }

  home(folder: string): string {
    return folder ? `${this.tree.home}/${folder}` : this.tree.home;
  }

  paths(folder: string, only?: readonly string[]): string[] {
    const paths = this.tree.filesUnder(this.home(folder)).map(([path]) => path);
    return only ? paths.filter((path) => only.includes(extensionOf(path).toLowerCase())) : paths;
  }

  /** Up to `count` of them, each once. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    const taken: T[] = [];
    while (left.length > 0 && taken.length < count) {
      const at = this.random.between(0, left.length - 1);
      taken.push(left[at]!);
      left[at] = left.at(-1)!;
      left.pop();
    }
    return taken;
  }

  /** A number that is mostly small and now and then ten times larger. */
  heavy(typical: number, most: number): number {
    return Math.max(1, Math.min(most, Math.round(typical * Math.exp(this.random.exponential(0.7) - 0.5))));
  }

  folderWithFiles(under: string, least: number): string | undefined {
    const fitting = this.tree
      .foldersUnder(this.home(under))
      .filter((path) => this.tree.filesIn(path).length >= least && path !== this.home(under));
    return fitting.length > 0 ? this.random.pick(fitting) : undefined;
  }

  renameExtension(path: string, extension: string): string {
    const { parent, name } = split(path);
    const stem = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : name;
    return `${parent}/${stem}.${extension}`;
  }
}
