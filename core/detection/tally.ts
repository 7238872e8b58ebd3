import { figureNames, type FigureName, type Figures } from './run-changes.ts';
import { mostExamples, mostSources } from './thresholds.ts';

/** Counts by name, with examples, in all and by source folder. */
export class Tally {
  readonly #counts = new Map<FigureName, number>(figureNames.map((name) => [name, 0]));
  readonly #examples = new Map<FigureName, string[]>();
  readonly #sources: readonly string[];
  readonly #bySource = new Map<string, Map<FigureName, number>>();

  /** @param sources paths of source folders; the first 100 are told apart */
  constructor(sources: readonly string[]) {
    // Longest first, so that a folder inside another one has its own figures.
    this.#sources = sources.slice(0, mostSources).toSorted((a, b) => b.length - a.length);
  }

  add(name: FigureName, times = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + times);
  }

  /** One file, also counted for its source folder. */
  file(name: FigureName, path: string): void {
    this.add(name);
    this.example(name, path);
    const source = this.#sources.find((root) => isUnder(path, root));
    if (source === undefined) return;
    const counts = this.#bySource.get(source) ?? new Map<FigureName, number>();
    counts.set(name, (counts.get(name) ?? 0) + 1);
    this.#bySource.set(source, counts);
  }

  example(name: FigureName, path: string): void {
    const examples = this.#examples.get(name) ?? [];
    if (examples.length < mostExamples) examples.push(path);
    this.#examples.set(name, examples);
  }

  set(name: FigureName, count: number): void {
    this.#counts.set(name, count);
  }

  get figures(): Figures {
    return Object.fromEntries(this.#counts);
  }

  get evidence(): Readonly<Partial<Record<FigureName, readonly string[]>>> {
    return Object.fromEntries(this.#examples);
  }

  get sources(): Readonly<Record<string, Figures>> {
    return Object.fromEntries(
      [...this.#bySource].map(([path, counts]) => [path, Object.fromEntries(counts)]),
    );
  }
}

function isUnder(path: string, root: string): boolean {
  if (!path.startsWith(root)) return false;
  const next = path[root.length];
  return next === undefined || next === '/' || next === '\\' || root.endsWith('/');
}
