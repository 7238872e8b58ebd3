import { ChangeObserver } from '../../core/detection/change-observer.ts';
import type { RunToJudge } from '../../core/detection/judge-run.ts';
import type { PastRun } from '../../core/detection/run-changes.ts';
import type { Judgement } from '../../core/detection/signal.ts';
import { SeededRandom } from '../simulation/seeded-random.ts';
import type { BodyPool } from './contents/body-pool.ts';
import { Day } from './day.ts';
import type { EverydayChange } from './everyday/everyday-change.ts';
import { choosePlan } from './everyday/everyday-changes.ts';
import { ModelledTree } from './modelled-tree.ts';
import { fillHome, profileNames, type ProfileName } from './person.ts';

export type Judge = (run: RunToJudge) => Judgement;

const dayMs = 86_400_000;

type Origin = { readonly seed: number; readonly pool: BodyPool; readonly judge: Judge };

type Besides = { readonly name: string; readonly apply: (day: Day) => void };

/** A person with a home, day after day, and the figures of the runs so far. */
export class Life {
  readonly profile: ProfileName;
  readonly #seed: number;
  readonly #pool: BodyPool;
  readonly #judge: Judge;
  #tree: ModelledTree;
  #now: number;
  #history: readonly PastRun[];

  private constructor(from: Origin, tree: ModelledTree, now: number, history: readonly PastRun[]) {
    this.#seed = from.seed;
    this.#pool = from.pool;
    this.#judge = from.judge;
    this.profile = profileNames[from.seed % profileNames.length]!;
    this.#tree = tree;
    this.#now = now;
    this.#history = history;
  }

  /** A full home, and the first backup done: nothing to compare it with. */
  static begin(origin: Origin): Life {
    const tree = new ModelledTree(`/home/person${origin.seed}`);
    const life = new Life(origin, tree, Date.UTC(2026, 5, 1), []);
    fillHome(new Day(tree, origin.pool, life.#stream('home'), life.#now, 400 * dayMs), life.profile);
    life.#history = [{ at: life.#now, figures: undefined, ...tree.totals() }];
    return life;
  }

  /** The same person up to here, whose future is his own. */
  fork(): Life {
    const origin = { seed: this.#seed, pool: this.#pool, judge: this.#judge };
    return new Life(origin, this.#tree, this.#now, this.#history);
  }

  #stream(label: string): SeededRandom {
    return new SeededRandom(this.#seed, label);
  }

  get files(): number {
    return this.#tree.totals().files;
  }

  plan(label: string): readonly EverydayChange[] {
    return choosePlan(this.#stream(`plan ${label} ${this.#history.length}`), this.profile);
  }

  /**
   * These changes, and then a run. @param alsoThis what happens besides, after them. @param keep whether life goes on from
   * there; false: only what would be said.
   */
  run(plan: readonly EverydayChange[], options: { alsoThis?: Besides; keep: boolean }): Judgement {
    const before = this.#tree;
    const after = before.fork();
    const now = this.#now + dayMs;
    const run = this.#history.length;
    const times = new Map<string, number>();
    for (const { name, apply } of plan) {
      // By name and turn, so that a change does the same when it is tried by itself.
      const turn = (times.get(name) ?? 0) + 1;
      times.set(name, turn);
      apply(new Day(after, this.#pool, this.#stream(`${run} ${name} ${turn}`), now));
    }
    const besides = options.alsoThis;
    besides?.apply(new Day(after, this.#pool, this.#stream(`${run} ${besides.name}`), now));
    const observer = new ChangeObserver({ sources: [after.home] });
    for (const change of after.changesSince(before)) observer.add(change);
    const observed = observer.finish(after.totals());
    const judgement = this.#judge({
      observed,
      setUp: [],
      canaries: { altered: [], missing: [] },
      history: this.#history,
      tolerances: [],
      now,
    });
    if (options.keep) {
      this.#tree = after;
      this.#now = now;
      this.#history = [...this.#history, { at: now, figures: observed.figures, ...after.totals() }];
    }
    return judgement;
  }
}
