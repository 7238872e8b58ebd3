import { availableParallelism } from 'node:os';
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogObject } from '../catalog/objects.ts';
import { beginUploads, endUploads, syncCatalog } from '../catalog/sync-catalog.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import { inheritedDecisions } from '../locks/decisions.ts';
import type { LockPolicy } from '../locks/lock-policy.ts';
import { ProviderTime } from '../locks/provider-time.ts';
import { countsFrom, usablePack } from '../locks/usable-pack.ts';
import type { Instant } from '../model/object.ts';
import type { SnapshotBody } from '../model/snapshot.ts';
import { parseName } from '../repository/names.ts';
import { toText } from '../source/byte-path.ts';
import { untilAborted } from '../system/until-aborted.ts';
import { lookOrRenewAllKnown } from '../upkeep/renew-all-known.ts';
import { renewLocks, workOf, type RenewalReport } from '../upkeep/renew-locks.ts';
import { survey, type Survey } from '../upkeep/survey.ts';
import { BackupPass, type PassTree } from './backup-pass.ts';
import { ProgressTicker } from './progress-ticker.ts';
import { forgetRoots, rememberRoots } from './remembered-roots.ts';
import { PassJudge, type Judged } from './judge-backup.ts';
import { reportOf } from './report-detection.ts';
import { backupRoots, realPaths } from './backup-roots.ts';
import type { BackupOptions, BackupReport } from './backup-types.ts';
import { Checkpoints } from './checkpoints.ts';
import { writeIndex } from './index-writer.ts';
import { LargeRunGate } from './large-run.ts';
import { leftOutPaths } from './left-out-paths.ts';
import { LeasedWriter } from './leased-writer.ts';
import { packTargetBytes } from './pack-size.ts';
import { publish, type Published, type PublishContext } from './publish.ts';

/** A pass is made again where objects it counted on turned out to be gone. More than this often is no accident. */
const maxPasses = 3;
/** Skipped paths in a snapshot's body; the report has all. */
const skippedInSnapshot = 1_000;

/**
 * One run (design 3.4): leases of what is known, then packs, index, lists, leases again, and last the snapshot object.
 * Ends with a snapshot or throws; whatever was uploaded before is found and used by the next run.
 * @throws cancelled where `signal` aborts, run-too-large where `onLargeRun` says no
 */
export async function runBackup(options: BackupOptions): Promise<BackupReport> {
  const { repository, catalog, request, world, signal } = options;
  const started = world.monotonic();
  const roots = backupRoots(request.paths);
  const leftOut = leftOutPaths(realPaths(request.paths), roots, request.rules, request.never);
  const time = await ProviderTime.ask(repository.store, world);
  time.assertMayLock();
  const startedAt = time.now();
  const { policy } = request;
  const { found, renewal } = await untilAborted(prepare(options, time), signal);
  const ordinals = new SharedArrayBuffer(4);
  new Int32Array(ordinals)[0] = catalog.objects.nextId();
  const writer = new LeasedWriter(repository, catalog, {
    time,
    world,
    policy,
    takeOrdinal: () => Atomics.add(new Int32Array(ordinals), 0, 1),
  });
  beginUploads(catalog);
  const context: PublishContext = { repository, catalog, writer, time, world, policy };
  const newest = found.snapshots.at(-1);
  const gate = new LargeRunGate(sizeOf(catalog), options.onLargeRun, options.smallRunBytes);

  const bodyOf = (pass: BackupPass, tree: PassTree, complete: boolean): SnapshotBody => ({
    startedAt: Math.round(startedAt),
    finishedAt: Math.round(time.now()),
    host: request.host,
    user: request.user,
    platform: request.platform,
    program: request.program,
    roots: tree.roots.map(({ path, node }) => ({ path: toText(path), node })),
    excludes: request.rules.patterns,
    complete,
    statistics: {
      ...tree.counts,
      newBytes: pass.uploads.newBytes,
      storedBytes: pass.uploads.storedBytes,
    },
    skipped: pass.skipped.slice(0, skippedInSnapshot),
    skippedCount: pass.skipped.length,
    previous: newest?.id ?? null,
    protectDays: policy.protectDays,
    decisions: request.decisions ?? (newest ? inheritedDecisions(found.standing) : []),
  });

  const sums = { storedBytes: 0, newBytes: 0, packs: 0 };
  for (let passes = 1; passes <= maxPasses; passes++) {
    const judge = options.detection && new PassJudge(options.detection, catalog, found.snapshots, roots);
    forgetRoots(catalog, roots);
    const pass = new BackupPass(repository, catalog, writer, world, {
      roots,
      scan: {
        rules: request.rules,
        never: request.never,
        startedNs: BigInt(Math.round(world.now())) * 1_000_000n,
      },
      usablePacks: usablePacks(catalog, time.now(), policy),
      workers: options.workers ?? Math.min(Math.max(availableParallelism(), 1), 4),
      packTargetBytes: options.packTargetBytes ?? packTargetBytes(sizeOf(catalog)),
      ordinals,
      gate,
      watch: judge?.watch,
    });
    pass.skipped.push(...leftOut);
    const ticker = new ProgressTicker(pass, world, started, sums.storedBytes, options.onProgress);
    const checkpoints = new Checkpoints(context, pass, options.checkpointMs, async (tree) => {
      await publish(context, tree.packs, bodyOf(pass, tree, false));
    });
    const cancel = (): void => pass.fail(new HoldfastError('cancelled'));
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    let published: Published | undefined;
    let judged: Judged | undefined;
    let tree: PassTree;
    try {
      tree = await pass.finish();
      await checkpoints.close();
      ticker.publishing();
      await writeIndex(repository, catalog, writer, world);
      const body = bodyOf(pass, tree, true);
      judged = await judge?.judge(body, startedAt);
      const { changes, decisions } = judged ?? body;
      const outcome = await publish(context, tree.packs, {
        ...body,
        ...(changes ? { changes } : {}),
        decisions,
      });
      if ('gone' in outcome) catalog.objects.strike(...outcome.gone.map(({ id }) => id));
      else published = outcome;
    } finally {
      signal?.removeEventListener('abort', cancel);
      ticker.close();
      await checkpoints.abandon();
      await pass.close();
    }
    sums.storedBytes += pass.uploads.storedBytes;
    sums.newBytes += pass.uploads.newBytes;
    sums.packs += pass.uploads.packs;
    if (published) {
      rememberRoots(catalog, tree.roots);
      endUploads(catalog);
      const upkeep = { repository, catalog, policy, time, world, signal };
      return {
        snapshot: parseName('', published.snapshot.name)?.hash ?? '',
        files: tree.counts.files,
        bytes: tree.counts.bytes,
        ...sums,
        protectedUntil: published.protectedUntil,
        finishedAt: Math.round(time.now()),
        seconds: (world.monotonic() - started) / 1000,
        skipped: pass.skipped,
        shortenedLeases: published.shortened,
        earlier: {
          missing: renewal.missing.filter(isNeeded).length,
          shortenedLeases: renewal.refused
            .filter(isNeeded)
            .filter((refused) => !isIn(tree.packs, catalog.objects.byName(refused.name))).length,
        },
        renewal,
        detection: judged && (await reportOf(judged, found, upkeep)),
      };
    }
  }
  throw new HoldfastError('object-missing', { name: 'that was uploaded a moment ago' });
}

/**
 * Brings the catalog up to date and renews what kept snapshots need, before anything counts on it; what is gone is struck, so
 * that its files are read again. What no kept snapshot needs is left alone, so that its locks can run out. A refusal is no
 * failure here: publishing judges it.
 */
async function prepare(
  { repository, catalog, request, world, signal }: BackupOptions,
  time: ProviderTime,
): Promise<{ readonly found: Survey; readonly renewal: RenewalReport }> {
  const { policy, decisions } = request;
  const upkeep = { repository, catalog, policy, time, world, signal };
  const found = await lookOrRenewAllKnown(upkeep, async () => {
    await syncCatalog(repository, catalog, time.now(), countsFrom(time.now(), policy));
    return await survey(repository, catalog, decisions, time.now(), policy.dayMs);
  });
  return { found, renewal: await renewLocks(upkeep, workOf(found, catalog)) };
}

const isNeeded = ({ name }: { readonly name: string }): boolean => /^(?:packs|lists|snapshots)\//.test(name);

const isIn = (packs: ReadonlySet<number>, rows: readonly CatalogObject[]): boolean =>
  rows.some(({ id }) => packs.has(id));

/** By ordinal: 1 where the confirmed lock of a pack runs. */
function usablePacks(catalog: Catalog, now: Instant, policy: LockPolicy): Uint8Array {
  const usable = new Uint8Array(catalog.objects.nextId());
  for (const pack of catalog.objects.ofKinds('data', 'tree'))
    if (usablePack(pack, now, policy)) usable[pack.id] = 1;
  return usable;
}

const sizeOf = (catalog: Catalog): number =>
  catalog.objects.ofKinds('data', 'tree').reduce((sum, { size }) => sum + size, 0);
