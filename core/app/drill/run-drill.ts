import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundSnapshot } from '../../catalog/snapshots.ts';
import type { BytePath } from '../../model/entry.ts';
import type { Instant } from '../../model/object.ts';
import type { Repository } from '../../repository/repository.ts';
import type { ChunkLocator } from '../../restore/chunk-place.ts';
import type { RestoreProblem } from '../../restore/restore-report.ts';
import { selectForRestore, type Selected } from '../../restore/restore-selection.ts';
import { runRestore } from '../../restore/run-restore.ts';
import { TreeReader } from '../../restore/tree-reader.ts';
import { fromText, joinPath, toText } from '../../source/byte-path.ts';
import { asReadOnly } from '../../storage/decorators/read-only.ts';
import { because } from '../../model/reasons.ts';
import type { World } from '../../system/world.ts';
import { compareWithSource } from './compare-with-source.ts';
import { SampleDraw, type SampleLimits } from './draw-sample.ts';
import { walkFiles } from './walk-files.ts';

/** About 80 MB of tree for a drill that may look at no more; the walk is random, so each drill sees others. */
const maxEntries = 300_000;

export type DrillRequest = {
  readonly repository: Repository;
  readonly catalog: ChunkLocator;
  readonly snapshot: FoundSnapshot;
  readonly limits: SampleLimits;
  /** Provider time. */
  readonly now: Instant;
  readonly world: World;
  readonly signal?: AbortSignal | undefined;
};

export type DrillReport = {
  readonly snapshot: string;
  /** Restored wholly, each chunk checked against its id. */
  readonly files: number;
  readonly bytes: number;
  readonly downloadedBytes: number;
  /** Of these the same, byte for byte, as the file on this computer. */
  readonly compared: number;
  readonly notCompared: readonly RestoreProblem[];
  /** What failed: could not be restored, or is another than the unchanged file on this computer. */
  readonly problems: readonly RestoreProblem[];
  readonly seconds: number;
};

/**
 * Restores a random sample of a snapshot into a temporary folder and compares it with the files on this computer, where
 * these have not changed. Writes nothing to the bucket and leaves nothing on the disk.
 * @throws disk-full, cancelled, and what the store throws when it cannot be reached
 */
export async function runDrill(request: DrillRequest): Promise<DrillReport> {
  const { snapshot, catalog, limits, now, world, signal } = request;
  const repository = { ...request.repository, store: asReadOnly(request.repository.store) };
  const started = world.monotonic();
  const reader = new TreeReader(repository, catalog, { wholePacks: true });
  const below = (count: number): number => randomBelow(world, count);
  const draw = new SampleDraw(limits, now, below);
  const unread = await walkFiles({
    body: snapshot.body,
    reader,
    maxEntries,
    below,
    signal,
    onFile: (file) => draw.add(file),
  });
  const paths = draw.draw().map(({ path }) => path);
  // An empty list would mean everything.
  const done = paths.length > 0 ? await restoreSample({ ...request, repository }, paths, reader) : nothing;
  return {
    ...done,
    snapshot: snapshot.id,
    problems: [...unread, ...done.problems],
    seconds: (world.monotonic() - started) / 1000,
  };
}

type SampleReport = Omit<DrillReport, 'snapshot' | 'seconds'>;

const nothing: SampleReport = {
  files: 0,
  bytes: 0,
  downloadedBytes: 0,
  compared: 0,
  notCompared: [],
  problems: [],
};

async function restoreSample(
  request: DrillRequest,
  paths: readonly string[],
  reader: TreeReader,
): Promise<SampleReport> {
  const { repository, catalog, snapshot, world, signal } = request;
  // Only its owner may look into it.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'holdfast-drill-')));
  try {
    const restored = await runRestore({
      repository,
      catalog,
      snapshot,
      paths,
      to: folder,
      world,
      ...(signal ? { signal } : {}),
    });
    const { files, bytes, downloadedBytes } = restored;
    const places = placesOf(await selectForRestore(snapshot.body, paths, reader), folder);
    const failed = new Map(restored.problems.map(({ path, reason }) => [path, reason]));
    const compared = await compareSample(places, failed);
    return { files, bytes, downloadedBytes, ...compared };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Place = { readonly selected: Selected; readonly restored: BytePath };

/** Where the restore puts each, by its path on the disk as the restore's report names it. */
function placesOf(sample: readonly Selected[], folder: string): ReadonlyMap<string, Place> {
  return new Map(
    sample.map((selected) => {
      const restored = joinPath([fromText(folder), ...selected.under].join('/'), selected.entry.name);
      return [toText(restored), { selected, restored }];
    }),
  );
}

/** @param failed by path on the disk: why it was not restored */
async function compareSample(
  places: ReadonlyMap<string, Place>,
  failed: ReadonlyMap<string, string>,
): Promise<Pick<DrillReport, 'compared' | 'notCompared' | 'problems'>> {
  const notCompared: RestoreProblem[] = [];
  const problems: RestoreProblem[] = [];
  let compared = 0;
  for (const [place, reason] of failed)
    problems.push({ path: places.get(place)?.selected.path ?? place, reason });
  for (const [place, { selected, restored }] of places) {
    if (failed.has(place)) continue;
    const { path, entry } = selected;
    const comparison = await compareWithSource(restored, fromText(path), entry);
    if (comparison.result === 'same') compared++;
    else if (comparison.result === 'different')
      problems.push({
        path,
        reason: because('reason-differs'),
      });
    else notCompared.push({ path, reason: comparison.reason });
  }
  return { compared, notCompared, problems };
}

function randomBelow(world: World, count: number): number {
  const bytes = world.random(6);
  return Math.floor((Buffer.from(bytes).readUIntBE(0, 6) / 2 ** 48) * count);
}
