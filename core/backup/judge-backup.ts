import { lstatSync } from 'node:fs';
import type { Catalog } from '../catalog/catalog.ts';
import type { FoundSnapshot } from '../catalog/snapshots.ts';
import { ChangeObserver } from '../detection/change-observer.ts';
import { judgeRun } from '../detection/judge-run.ts';
import { signalKinds, type Judgement, type Tolerance } from '../detection/signal.ts';
import { compareSetUps, type SetUpChange } from '../detection/set-up-changes.ts';
import { diffTrees } from '../detection/tree-diff.ts';
import { attacksOverIn } from '../locks/attack-over.ts';
import { suspicionsIn, toleratedIn, withSuspicion, type Suspicion } from '../locks/suspicion.ts';
import type { BytePath } from '../model/entry.ts';
import type { Instant } from '../model/object.ts';
import type { Decision, SnapshotBody, SnapshotRoot } from '../model/snapshot.ts';
import { toFsPath, toText } from '../source/byte-path.ts';
import type { Detection } from './detection-types.ts';
import { baselineOf, historyOf, newestComplete } from './earlier-runs.ts';
import { rememberedRoots } from './remembered-roots.ts';
import { RememberedTree } from './remembered-tree.ts';
import { ChangeWatch } from './watch-changes.ts';

export type Judged = {
  readonly judgement: Judgement | undefined;
  /** Goes into the body of the snapshot. */
  readonly changes: SnapshotBody['changes'];
  /** With the suspicion, where there is one. */
  readonly decisions: readonly Decision[];
  readonly open: Suspicion | undefined;
  readonly isNew: boolean;
  readonly notes: readonly string[];
};

/**
 * What one pass changed against the newest complete snapshot, and whether that looks like an attack (design 6). It never ends a
 * run: what cannot be compared is said.
 */
export class PassJudge {
  /** For the pass; see ChangeWatch. */
  readonly watch: ChangeWatch;
  readonly #detection: Detection;
  readonly #snapshots: readonly FoundSnapshot[];
  readonly #baseline: FoundSnapshot | undefined;
  readonly #observer: ChangeObserver;
  /** As people read them; the others are compared tree by tree. */
  readonly #watched: ReadonlySet<string>;
  readonly #catalogIs: 'the same' | 'new' | 'another';

  /**
   * Before the pass, and before `forgetRoots`.
   * @param snapshots all that authenticate, oldest first
   */
  constructor(
    detection: Detection,
    catalog: Pick<Catalog, 'meta' | 'setMeta' | 'directories'>,
    snapshots: readonly FoundSnapshot[],
    roots: readonly BytePath[],
  ) {
    this.#detection = detection;
    this.#observer = new ChangeObserver({ sources: roots.map(toText) });
    this.#snapshots = snapshots;
    this.#baseline = baselineOf(snapshots, roots.map(toText));
    const known = rememberedRoots(catalog);
    const nodes = new Map(this.#baseline?.body.roots.map(({ path, node }) => [path, node]));
    const fitting = roots.filter((root) => {
      const node = nodes.get(toText(root));
      return node !== undefined && known?.get(root) === node && isRemembered(catalog, root);
    });
    const isAnother = (root: BytePath): boolean => {
      const [published, remembered] = [nodes.get(toText(root)), known?.get(root)];
      return published !== undefined && remembered !== undefined && published !== remembered;
    };
    this.#catalogIs = !known ? 'new' : roots.some(isAnother) ? 'another' : 'the same';
    this.#watched = new Set(fitting.map(toText));
    this.watch = new ChangeWatch(new RememberedTree(catalog.directories), fitting, (change) =>
      this.#observer.add(change),
    );
  }

  /**
   * Once all is uploaded, before the complete snapshot is sealed.
   * @param body as it would be published
   * @param startedAt provider time
   */
  async judge(body: SnapshotBody, startedAt: Instant): Promise<Judged> {
    const { decisions } = body;
    const quiet: Judged = {
      judgement: undefined,
      changes: undefined,
      decisions,
      open: suspicionsIn(decisions).at(-1),
      isNew: false,
      notes: [],
    };
    const baseline = this.#baseline;
    if (!baseline) return quiet;
    return await this.#compare(body, baseline, startedAt);
  }

  async #compare(body: SnapshotBody, baseline: FoundSnapshot, startedAt: Instant): Promise<Judged> {
    const { decisions, roots, statistics } = body;
    const troubles: string[] = [];
    const unless = async <T>(work: () => Promise<T>, otherwise: T, words: string): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        troubles.push(`${words}: ${error instanceof Error ? error.message : String(error)}`);
        return otherwise;
      }
    };
    await unless(
      () => this.#diff(baseline.body.roots, roots),
      undefined,
      'Not all of this run could be compared with the one before, so signs of an attack may have been missed',
    );
    const paths = roots.map(({ path }) => path);
    const observed = this.#observer.finish({ files: statistics.files, bytes: statistics.bytes });
    const setUp = [...compareSetUps(baseline.body, body), ...this.#catalogChange()];
    const firstOpen = suspicionsIn(decisions)[0]?.since ?? Number.POSITIVE_INFINITY;
    const canaries = await unless(
      () => this.#detection.canaries(paths),
      { altered: [], missing: [] },
      'The decoys could not be looked at',
    );
    const judgement = judgeRun({
      observed,
      setUp,
      canaries,
      history: historyOf(this.#snapshots, paths, firstOpen, attacksOverIn(decisions)),
      tolerances: tolerancesIn(decisions),
      now: body.finishedAt,
    });
    const notes = (): readonly string[] => [...troubles, ...setUp.map(({ words }) => words)];
    const rest = { judgement, changes: observed.figures };
    const before = suspicionsIn(decisions);
    if (judgement.verdict !== 'suspected')
      return { ...rest, decisions, open: before.at(-1), isNew: false, notes: notes() };
    const { list, open, isNew } = withSuspicion(
      decisions,
      { since: this.#since(startedAt), verdict: judgement.verdict, signals: judgement.signals },
      Math.floor(startedAt),
    );
    await unless(
      () => this.#detection.keepDecisions(list),
      undefined,
      'The suspicion is in the snapshot, and could not be written down on this computer',
    );
    return { ...rest, decisions: list, open, isNew, notes: notes() };
  }

  /** Roots whose old state the catalog does not remember; a root that was not there before is new, and nothing of it changed. */
  async #diff(before: readonly SnapshotRoot[], after: readonly SnapshotRoot[]): Promise<void> {
    const both = after.filter(
      ({ path }) => !this.#watched.has(path) && before.some((one) => one.path === path),
    );
    if (both.length > 0) await this.#diffTrees(before, both);
    if (this.watch.trouble !== undefined) throw this.watch.trouble;
  }

  async #diffTrees(before: readonly SnapshotRoot[], both: readonly SnapshotRoot[]): Promise<void> {
    const { nodes: reader } = this.#detection;
    const paths = new Set(both.map(({ path }) => path));
    const changes = diffTrees(
      { roots: before.filter(({ path }) => paths.has(path)), reader },
      { roots: both, reader },
    );
    for await (const change of changes) this.#observer.add(change);
  }

  /** A partial snapshot of this very run is none of before; and clocks of providers tell whole seconds. */
  #since(startedAt: Instant): Instant {
    const newest = newestComplete(this.#snapshots)?.uploadedAt ?? 0;
    return Math.max(Math.floor(startedAt), newest + 1);
  }

  #catalogChange(): readonly SetUpChange[] {
    if (this.#catalogIs === 'the same') return [];
    const words =
      this.#catalogIs === 'new'
        ? 'The catalog of this computer is new although there are backups: it was lost or replaced, or this is another computer. It was filled again from the bucket.'
        : 'The catalog of this computer is not the one that the last backup left: an older copy, or another computer backs up here too.';
    return [{ kind: 'catalog-new', words }];
  }
}

/** A single file that is backed up has no directory that the catalog could remember. */
const isRemembered = ({ directories }: Pick<Catalog, 'directories'>, root: BytePath): boolean =>
  directories.get(root) !== undefined &&
  lstatSync(toFsPath(root), { throwIfNoEntry: false })?.isDirectory() === true;

/** Kinds that a newer program tolerates mean nothing here. */
const tolerancesIn = (decisions: readonly Decision[]): readonly Tolerance[] =>
  toleratedIn(decisions)
    .flatMap(({ signals }) => signals)
    .flatMap(({ kind, ...rest }) => {
      const known = signalKinds.find((one) => one === kind);
      return known ? [{ ...rest, kind: known }] : [];
    });
