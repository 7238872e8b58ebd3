import type { BytePath } from '../model/entry.ts';
import { joinPath } from '../source/byte-path.ts';
import { readText, type RestorePlan } from './restore-plan.ts';

/** Absolute paths of a plan's rows. Neighbours mostly share a directory, so the last one is kept. */
export class PlanPaths {
  readonly #plan: RestorePlan;
  #lastDirectory = 0;
  #lastPath: BytePath;

  constructor(plan: RestorePlan) {
    this.#plan = plan;
    this.#lastPath = plan.destination;
  }

  directory(row: number): BytePath {
    if (row === this.#lastDirectory) return this.#lastPath;
    this.#lastPath = this.#directoryPath(row);
    this.#lastDirectory = row;
    return this.#lastPath;
  }

  item(row: number): BytePath {
    return joinPath(this.directory(this.#plan.items.directory[row] ?? 0), this.itemName(row));
  }

  itemName(row: number): BytePath {
    return readText(this.#plan, this.#plan.items.name[row] ?? 0);
  }

  /** Some directory on the way could not be made. */
  isUnusable(row: number): boolean {
    return this.#plan.directories.state[row] === 2;
  }

  #directoryPath(row: number): BytePath {
    const { parent, name } = this.#plan.directories;
    const names: BytePath[] = [];
    for (let at = row; at !== 0; at = parent[at] ?? 0) names.push(readText(this.#plan, name[at] ?? 0));
    return names.reduceRight((path, part) => joinPath(path, part), this.#plan.destination);
  }
}
