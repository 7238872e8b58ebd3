import { setImmediate } from 'node:timers/promises';
import { because } from '../model/reasons.ts';
import { HoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath } from '../model/entry.ts';
import { toText } from '../source/byte-path.ts';
import { collectGarbage } from '../system/collect-garbage.ts';
import type { World } from '../system/world.ts';
import { ByteBudget } from './byte-budget.ts';
import type { ReadableRepository } from './chunk-place.ts';
import { errorCode, ItemPlacer, type Account } from './item-placer.ts';
import { makeDirectories } from './make-directories.ts';
import type { NativeCalls } from './native-calls.ts';
import { PlanNames } from './plan-names.ts';
import { PlanPaths } from './plan-paths.ts';
import { isLostPiece, type PlannedRestore } from './plan-restore.ts';
import { orderPieces, readUnits, type ReadUnit } from './read-units.ts';
import { directoryStates, itemStates, itemTypes, type RestorePlan } from './restore-plan.ts';
import type { RestorePool, UnitDone } from './restore-pool.ts';
import type { RestoreProgress, RestoreReport } from './restore-report.ts';
import { StagedFiles } from './staged-files.ts';

/** Downloads and units waiting for a worker: this and the workers' own buffers are most of a restore's memory. */
const bytesInFlight = 32 << 20;
const downloadsAtOnce = 4;
const collectEvery = 64 << 20;
/** Items without contents in one message. */
const itemsPerMessage = 1024;
const progressEveryMs = 200;

export type RestoreRunRequest = {
  readonly repository: ReadableRepository;
  readonly planned: PlannedRestore;
  readonly pool: RestorePool;
  readonly native: NativeCalls;
  readonly account: Account;
  readonly world: World;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: RestoreProgress) => void) | undefined;
};

/** What became of a plan, beyond what people are told. */
export type RunOutcome = Pick<PlannedRestore, 'plan' | 'packs'> & {
  /** Rows of items that are not, or not wholly, restored. */
  readonly lost: ReadonlySet<number>;
  /** Those of them whose data is missing or damaged in the bucket. */
  readonly damaged: ReadonlySet<number>;
  /** Incomplete files that were given another name. */
  readonly setAside: readonly BytePath[];
};

/** Carries out a plan: directories, contents, further names, and metadata of directories last. */
export class RestoreRun {
  readonly #request: RestoreRunRequest;
  readonly #plan: RestorePlan;
  readonly #paths: PlanPaths;
  readonly #names: PlanNames;
  readonly #placer: ItemPlacer;
  readonly #staged: StagedFiles;
  /** Rows that are not, or not wholly, restored: the first reason counts. */
  readonly #lost = new Set<number>();
  /** Those of them that the bucket is to blame for. */
  readonly #damaged = new Set<number>();
  #links = { files: 0, bytes: 0 };
  #downloaded = 0;
  #uncollected = 0;
  #lastProgress: number;
  #failure: unknown;

  constructor(request: RestoreRunRequest) {
    this.#request = request;
    this.#plan = request.planned.plan;
    this.#paths = new PlanPaths(this.#plan);
    this.#names = new PlanNames(this.#plan);
    this.#placer = new ItemPlacer(this.#plan, request.native, request.account, {
      shortfall: (row, reason) => this.#problem(row, reason),
      renamed: (row, name) => this.#rename(row, name),
    });
    this.#staged = new StagedFiles(this.#plan, this.#placer, (row, reason) => this.#markLost(row, reason));
    this.#lastProgress = request.world.monotonic();
  }

  async run(): Promise<Omit<RestoreReport, 'seconds'>> {
    const { pool, planned, repository, account, signal } = this.#request;
    const { plan } = this;
    pool.begin({ plan, keys: repository.keys, repositoryId: repository.repositoryId, account });
    collectGarbage();
    await makeDirectories(plan, (path, reason) => planned.problems.add({ path, reason }), signal);
    await this.#writeContents();
    await this.#makeLinks();
    await this.#finishDirectories();
    return this.#report();
  }

  get plan(): RestorePlan {
    return this.#plan;
  }

  get outcome(): RunOutcome {
    const { plan, packs } = this.#request.planned;
    return { plan, packs, lost: this.#lost, damaged: this.#damaged, setAside: this.#staged.setAside };
  }

  async #writeContents(): Promise<void> {
    const budget = new ByteBudget(bytesInFlight);
    const downloads = new ByteBudget(downloadsAtOnce);
    const running = new Set<Promise<void>>();
    const start = (work: Promise<void>): void => {
      const kept: Promise<void> = work
        .catch((error: unknown) => {
          this.#failure ??= error;
        })
        .finally(() => running.delete(kept));
      running.add(kept);
    };
    const placeEmpty = async (items: Uint32Array): Promise<void> =>
      this.#take(await this.#request.pool.run({ kind: 'items', items }));
    for (const items of this.#emptyItems()) {
      start(placeEmpty(items));
      while (running.size > 16) await Promise.race(running);
      this.#check();
    }
    const order = orderPieces(this.#plan, this.#request.planned.packs.length);
    for (const unit of readUnits(this.#plan, order)) {
      const bytes = unit.end - unit.start;
      await budget.take(bytes);
      await downloads.take(1);
      if (this.#failure !== undefined || this.#request.signal?.aborted) break;
      start(this.#writeUnit(unit, () => downloads.giveBack(1)).finally(() => budget.giveBack(bytes)));
    }
    while (running.size > 0) await Promise.race(running);
    this.#check();
  }

  async #writeUnit(unit: ReadUnit, downloaded: () => void): Promise<void> {
    const { repository, planned, pool } = this.#request;
    const pack = planned.packs[unit.pack];
    if (!pack) throw new HoldfastError('bug', { reason: 'a unit of no pack' });
    let bytes: Uint8Array;
    try {
      const version = { name: repository.prefix + pack.name, versionId: pack.versionId };
      bytes = await repository.store.get(version, { start: unit.start, end: unit.end });
    } catch (error) {
      if (!isLostPiece(error)) throw error;
      this.#loseUnit(unit, error);
      return;
    } finally {
      downloaded();
    }
    this.#downloaded += bytes.length;
    this.#collectNowAndThen(bytes.length);
    this.#beginStaged(unit);
    this.#take(await pool.run({ kind: 'unit', bytes, start: unit.start, pieces: unit.pieces }));
  }

  /** Downloads leave their pieces behind, about as much as they bring. */
  #collectNowAndThen(bytes: number): void {
    this.#uncollected += bytes;
    if (this.#uncollected < collectEvery) return;
    this.#uncollected = 0;
    collectGarbage();
  }

  #beginStaged(unit: ReadUnit): void {
    try {
      this.#staged.beginThoseOf(unit.pieces);
    } catch (error) {
      throw new HoldfastError('disk-full', { path: toText(this.#plan.destination) }, { cause: error });
    }
  }

  /** The pack, or this part of it, is gone. */
  #loseUnit(unit: ReadUnit, error: HoldfastError): void {
    const isGone = error.code === 'object-missing';
    const reason = isGone
      ? because('reason-data-gone')
      : because('reason-data-damaged', { detail: error.words });
    this.#beginStaged(unit);
    for (const piece of unit.pieces) {
      const row = this.#plan.pieces.item[piece] ?? 0;
      this.#damaged.add(row);
      this.#loseContents(row, reason);
      if (this.#staged.isStaged(row)) this.#staged.pieceDone(row);
    }
  }

  #take(done: UnitDone): void {
    for (const [row, name] of done.renamed) this.#rename(row, name);
    for (const { row, lost, damaged, reason } of done.problems) {
      if (damaged) this.#damaged.add(row);
      if (lost) this.#loseContents(row, reason);
      else this.#problem(row, reason);
    }
    for (const row of done.piecesOf) this.#staged.pieceDone(row);
    this.#reportProgress();
  }

  /** A file of several pieces gets its line when the last of them was dealt with. */
  #loseContents(row: number, reason: string): void {
    if (this.#staged.isStaged(row)) this.#staged.markDamaged(row, reason);
    else this.#markLost(row, reason);
  }

  #markLost(row: number, reason: string): void {
    if (this.#lost.has(row)) return;
    this.#lost.add(row);
    this.#problem(row, reason);
  }

  #problem(row: number, reason: string): void {
    this.#request.planned.problems.add({ path: toText(this.#paths.item(row)), reason });
  }

  #rename(row: number, name: string): void {
    const wanted = toText(this.#paths.item(row));
    if (!this.#names.rename(row, name)) {
      // No room for more changed names: a file that others have yet to write to must not be looked for under its old one.
      this.#plan.items.state[row] = itemStates.lost;
      this.#markLost(row, because('reason-names-taken'));
      return;
    }
    this.#request.planned.conflicts.add({ path: wanted, restoredAs: toText(this.#paths.item(row)) });
  }

  /** Batches of rows of items that need no data: empty files, symlinks, special files. */
  *#emptyItems(): Generator<Uint32Array> {
    const { items } = this.#plan;
    let batch: number[] = [];
    for (let row = 0; row < items.count; row++) {
      const isEmpty = items.pieceCount[row] === 0 && itemTypes[items.type[row] ?? 0] !== 'link';
      if (!isEmpty || items.state[row] === itemStates.keep) continue;
      batch.push(row);
      if (batch.length < itemsPerMessage) continue;
      yield Uint32Array.from(batch);
      batch = [];
    }
    if (batch.length > 0) yield Uint32Array.from(batch);
  }

  /** Further names, once what they name is complete. */
  async #makeLinks(): Promise<void> {
    const { items } = this.#plan;
    for (let row = 0; row < items.count; row++) {
      if (itemTypes[items.type[row] ?? 0] !== 'link' || items.state[row] === itemStates.keep) continue;
      if (row % 1024 === 0) await setImmediate();
      this.#check();
      const first = items.special[row] ?? 0;
      if (this.#lost.has(first)) {
        this.#markLost(row, because('reason-link-lost', { name: toText(this.#paths.item(first)) }));
        continue;
      }
      try {
        this.#placer.placeLink(row, this.#paths.item(first));
        if (itemTypes[items.type[first] ?? 0] !== 'file') continue;
        this.#links.files++;
        this.#links.bytes += items.size[row] ?? 0;
      } catch (error) {
        this.#markLost(row, because('reason-link-failed', { detail: errorCode(error) }));
      }
    }
  }

  /** Deepest first: a change in a directory moves its time, and a closed parent hides its children. */
  async #finishDirectories(): Promise<void> {
    const { directories } = this.#plan;
    for (let row = directories.count - 1; row > 0; row--) {
      if (row % 1024 === 0) await setImmediate();
      if (directories.hasMetadata[row] === 0 || directories.state[row] === directoryStates.unusable) continue;
      const path = toText(this.#paths.directory(row));
      const { problems } = this.#request.planned;
      this.#placer.finishDirectory(row, (reason) => problems.add({ path, reason }));
    }
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
    const { signal } = this.#request;
    if (signal?.aborted) throw new HoldfastError('cancelled', {}, { cause: signal.reason });
  }

  get soFar(): RestoreProgress {
    const { planned, pool } = this.#request;
    const { files, bytes } = pool.written;
    return {
      files: planned.alreadyThere.files + files + this.#staged.finished + this.#links.files,
      bytes: planned.alreadyThere.bytes + bytes + this.#links.bytes,
      totalFiles: planned.totalFiles,
      totalBytes: planned.totalBytes,
    };
  }

  #reportProgress(): void {
    const now = this.#request.world.monotonic();
    if (now - this.#lastProgress < progressEveryMs) return;
    this.#lastProgress = now;
    this.#request.onProgress?.(this.soFar);
  }

  #report(): Omit<RestoreReport, 'seconds'> {
    const { planned } = this.#request;
    const { files, bytes } = this.soFar;
    const { directories } = this.#plan;
    return {
      files,
      bytes,
      directories: directories.hasMetadata.subarray(0, directories.count).reduce((sum, one) => sum + one, 0),
      alreadyThere: planned.alreadyThere.files,
      downloadedBytes: this.#downloaded,
      problems: planned.problems.items,
      problemCount: planned.problems.count,
      conflicts: planned.conflicts.items,
      conflictCount: planned.conflicts.count,
      notes: this.#notes(),
    };
  }

  #notes(): readonly string[] {
    const { account, native } = this.#request;
    const { metadata, count } = this.#plan.items;
    const notes: string[] = [];
    const isForeign = (row: number): boolean =>
      metadata.uid[row] !== account.uid || metadata.gid[row] !== account.gid;
    if (account.uid > 0)
      for (let row = 0; row < count; row++)
        if (isForeign(row)) {
          notes.push(
            'Some files belonged to other users; only root can give them back, so they belong to you now.',
          );
          break;
        }
    if (!native.exact)
      notes.push('Times of files are restored to about a tenth of a microsecond on this computer.');
    return notes;
  }
}
