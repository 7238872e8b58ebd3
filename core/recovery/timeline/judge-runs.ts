import { compareSetUps } from '../../detection/set-up-changes.ts';
import { judgeRun } from '../../detection/judge-run.ts';
import type { PastRun } from '../../detection/run-changes.ts';
import type { Tolerance } from '../../detection/signal.ts';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import { isFromAttack, type AttackOver } from '../../locks/attack-over.ts';
import type { SnapshotBody } from '../../model/snapshot.ts';
import type { Told } from '../../model/said.ts';
import type { RunVerdict } from './run-verdict.ts';

/** A run that leaves fewer files than this share of those before it has lost most of them. */
const shrunkShare = 0.5;
/** A slow change is judged over days; more than so many runs say nothing more. */
const longestHistory = 200;

/** Judges once for each list of what the owner said: a judgement looks at many runs before it. */
export class RunJudge {
  readonly #snapshots: readonly FoundSnapshot[];
  readonly #judged = new Map<string, ReadonlyMap<string, RunVerdict>>();

  /** @param snapshots oldest first */
  constructor(snapshots: readonly FoundSnapshot[]) {
    this.#snapshots = snapshots;
  }

  /** @param over attacks that the owner recovered from: no later run is measured by theirs */
  with(tolerances: readonly Tolerance[], over: readonly AttackOver[]): ReadonlyMap<string, RunVerdict> {
    const key = JSON.stringify([tolerances, over]);
    const judged = this.#judged.get(key) ?? judgeRuns(this.#snapshots, tolerances, over);
    this.#judged.set(key, judged);
    return judged;
  }
}

/**
 * Judges each run again from what its snapshot says of it, beside the runs before it. Snapshots of other folders are no
 * history: where the same folders were backed up before, that run is the one before this one. As in the backup itself, no later
 * run is measured by those of an attack that is over.
 * @param snapshots oldest first
 */
function judgeRuns(
  snapshots: readonly FoundSnapshot[],
  tolerances: readonly Tolerance[],
  over: readonly AttackOver[],
): ReadonlyMap<string, RunVerdict> {
  const verdicts = new Map<string, RunVerdict>();
  const histories = new Map<string, History>();
  const newestOf = new Map<string, SnapshotBody>();
  let newest: SnapshotBody | undefined;
  for (const { id, uploadedAt, body } of snapshots) {
    if (!body.complete) continue;
    const folders = foldersOf(body);
    const before = newestOf.get(folders) ?? newest;
    const history = histories.get(folders) ?? { usual: [], spoiled: [] };
    const during = over.filter((attack) => isFromAttack([attack], uploadedAt));
    verdicts.set(id, judge({ uploadedAt, body }, before, pastOf(history, during), tolerances));
    const { files, bytes } = body.statistics;
    const runs = during.length > 0 ? history.spoiled : history.usual;
    runs.push({ at: uploadedAt, figures: body.changes, files, bytes });
    if (runs.length > longestHistory) runs.shift();
    histories.set(folders, history);
    newestOf.set(folders, body);
    newest = body;
  }
  return verdicts;
}

/** Runs of attacks that are over apart from all others. Oldest first. */
type History = { readonly usual: PastRun[]; readonly spoiled: PastRun[] };

/** A slow attack is seen only beside its own earlier runs. @param during the attacks that the run itself is from */
function pastOf({ usual, spoiled }: History, during: readonly AttackOver[]): readonly PastRun[] {
  if (during.length === 0) return usual;
  const own = spoiled.filter(({ at }) => isFromAttack(during, at));
  return [...usual, ...own].toSorted((a, b) => a.at - b.at);
}

const foldersOf = ({ host, roots }: SnapshotBody): string =>
  JSON.stringify([host, ...roots.map(({ path }) => path).toSorted()]);

function judge(
  { uploadedAt, body }: Pick<FoundSnapshot, 'uploadedAt' | 'body'>,
  before: SnapshotBody | undefined,
  history: readonly PastRun[],
  tolerances: readonly Tolerance[],
): RunVerdict {
  const setUp = before ? compareSetUps(before, body) : [];
  const shrunk =
    before !== undefined && setUp.length > 0 && body.statistics.files < before.statistics.files * shrunkShare;
  const { verdict, signals } = judgeRun({
    observed: { figures: body.changes ?? {}, evidence: {}, sources: {}, names: {} },
    setUp,
    canaries: { altered: [], missing: [] },
    history,
    tolerances,
    now: uploadedAt,
  });
  return {
    verdict,
    signs: signals
      .toSorted((a, b) => b.weight - a.weight)
      .map(({ words, said }) => asClause({ words, said })),
    setUp: setUp.flatMap(({ words, said }) => (said ? [asClause({ words, said })] : [])),
    shrunk,
  };
}

/** They are sentences, and here they stand in a row. */
const asClause = ({ words, said }: Told): Told => ({ words: words.replace(/\.$/, ''), said });
