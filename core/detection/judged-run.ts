import type { FigureName, ObservedChanges, PastRun } from './run-changes.ts';
import type { SetUpChange } from './set-up-changes.ts';
import type { SignalKind, Tolerance } from './signal.ts';
import {
  mostExamples,
  mostTolerated,
  overBaseline,
  toleranceStep,
  windowDays,
  windowRuns,
  type Share,
} from './thresholds.ts';

const dayMs = 86_400_000;

export type RunToJudge = {
  readonly observed: ObservedChanges;
  readonly setUp: readonly SetUpChange[];
  /** Paths of canary files. */
  readonly canaries: { readonly altered: readonly string[]; readonly missing: readonly string[] };
  /** Earlier complete snapshots, oldest first. */
  readonly history: readonly PastRun[];
  readonly tolerances: readonly Tolerance[];
  /** When this run's snapshot is made, ms since 1970; absent: a day after the last one. */
  readonly now?: number;
};

/** A run with what the signals ask of it. */
export class JudgedRun {
  readonly run: RunToJudge;
  readonly now: number;
  /** Files before the run. */
  readonly files: number;
  /** Runs that count together with this one, and those before. */
  readonly window: readonly PastRun[];
  readonly earlier: readonly PastRun[];

  constructor(run: RunToJudge) {
    this.run = run;
    const past = run.history.filter(({ figures }) => figures !== undefined);
    this.now = run.now ?? (past.at(-1)?.at ?? 0) + dayMs;
    this.files = run.observed.figures['filesBefore'] ?? run.history.at(-1)?.files ?? 0;
    const first = past.findIndex(({ at }) => at > this.now - windowDays * dayMs);
    const start = Math.max(0, Math.min(first < 0 ? past.length : first, past.length - windowRuns + 1));
    this.window = past.slice(start);
    this.earlier = past.slice(0, start);
  }

  figure(name: FigureName): number {
    return this.run.observed.figures[name] ?? 0;
  }

  evidence(name: FigureName): readonly string[] {
    return (this.run.observed.evidence[name] ?? []).slice(0, mostExamples);
  }

  /**
   * Figures of this run without the source folders where as much was all right before.
   * @param names added up
   */
  untolerated(kind: SignalKind, names: readonly FigureName[]): number {
    const sum = (figures: Readonly<Record<string, number>> | undefined) =>
      names.reduce((total, name) => total + (figures?.[name] ?? 0), 0);
    let figure = sum(this.run.observed.figures);
    for (const [source, limit] of this.#limits(kind)) {
      const there = sum(this.run.observed.sources[source]);
      if (there <= limit) figure -= there;
    }
    return Math.max(0, figure);
  }

  /** A threshold, raised above what was all right once, never above 90 % of the files. */
  threshold(kind: SignalKind, usual: number): number {
    const seen = this.run.tolerances
      .filter((tolerance) => tolerance.kind === kind && tolerance.source === undefined)
      .map(({ figure }) => this.#limit(figure) + 1);
    return Math.max(usual, ...seen);
  }

  /** What the window adds up to with this run, less the runs that were above `most` and so spoke for themselves. */
  inWindow(names: readonly FigureName[], now: number, most: (run: PastRun) => number): number {
    return this.window
      .map((run) => [sumOf(run, names), most(run)] as const)
      .reduce((total, [figure, limit]) => total + (figure < limit ? figure : 0), now);
  }

  /** What the window is expected to add up to by the runs before it. */
  expectedInWindow(names: readonly FigureName[]): number {
    if (this.earlier.length === 0) return 0;
    const mean = this.earlier.reduce((total, run) => total + sumOf(run, names), 0) / this.earlier.length;
    return mean * (this.window.length + 1) * overBaseline;
  }

  #limit(figure: number): number {
    return Math.floor(Math.min(figure * toleranceStep, Math.max(this.files * mostTolerated - 1, 0)));
  }

  #limits(kind: SignalKind): ReadonlyMap<string, number> {
    const limits = new Map<string, number>();
    for (const tolerance of this.run.tolerances)
      if (tolerance.kind === kind && tolerance.source !== undefined)
        limits.set(
          tolerance.source,
          Math.max(limits.get(tolerance.source) ?? 0, this.#limit(tolerance.figure)),
        );
    return limits;
  }
}

export function sumOf(run: PastRun, names: readonly FigureName[]): number {
  return names.reduce((total, name) => total + (run.figures?.[name] ?? 0), 0);
}

/** How many files a share is, of so many: within its bounds, and at most a quarter of a set, at least 3. */
export function countOf({ part, least, most }: Share, files: number): number {
  const wanted = Math.min(Math.max(Math.ceil(part * files), least), most);
  return Math.max(Math.min(wanted, Math.ceil(files / 4)), Math.min(least, 3));
}
