import { closeSync } from 'node:fs';
import { because } from '../model/reasons.ts';
import { ChunkIdHasher } from '../crypto/chunk-id.ts';
import type { RepositoryKeys } from '../crypto/keys.ts';
import { isHoldfastError } from '../errors/holdfast-error.ts';
import type { BytePath } from '../model/entry.ts';
import { openSegment } from '../repository/pack-reader.ts';
import { freeBuffer } from '../system/free-buffer.ts';
import { errorCode, ItemPlacer, type Account } from './item-placer.ts';
import type { NativeCalls } from './native-calls.ts';
import { itemStates, itemTypes, type RestorePlan } from './restore-plan.ts';
import type { ItemProblem, RestoreAnswer } from './worker-messages.ts';

/** File system errors after which no further file can be written either. */
const stopping = new Map([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EROFS', 'path-impossible'],
] as const);

type Stop = Extract<RestoreAnswer, { kind: 'stop' }>;
type Done = Extract<RestoreAnswer, { kind: 'done' }>;

/** What a restore worker does: opens segments, checks every chunk against its id, and writes it where it belongs. */
export class UnitWorker {
  readonly #plan: RestorePlan;
  readonly #keys: RepositoryKeys;
  readonly #repositoryId: string;
  readonly #hasher: ChunkIdHasher;
  readonly #placer: ItemPlacer;
  readonly #progress: Float64Array;
  #problems: ItemProblem[] = [];
  #renamed: [number, BytePath][] = [];
  #piecesOf: number[] = [];
  /** The last file of several pieces stays open: its pieces mostly follow each other. */
  #open: { readonly row: number; readonly fd: number } | undefined;

  constructor(task: {
    readonly plan: RestorePlan;
    readonly keys: RepositoryKeys;
    readonly repositoryId: string;
    readonly account: Account;
    readonly progress: Float64Array;
    readonly native: NativeCalls;
  }) {
    this.#plan = task.plan;
    this.#keys = task.keys;
    this.#repositoryId = task.repositoryId;
    this.#hasher = new ChunkIdHasher(task.keys.chunkId);
    this.#progress = task.progress;
    this.#placer = new ItemPlacer(task.plan, task.native, task.account, {
      shortfall: (row, reason) => this.#problems.push({ row, lost: false, reason }),
      renamed: (row, name) => this.#renamed.push([row, name]),
    });
  }

  /**
   * @param bytes of a pack; freed here
   * @param start where in the pack they begin
   */
  writeUnit(unit: number, bytes: Uint8Array, start: number, rows: Uint32Array): Done | Stop {
    const { pieces } = this.#plan;
    let openOffset = -1;
    let plain: Uint8Array | string = '';
    try {
      for (const piece of rows) {
        const row = pieces.item[piece] ?? 0;
        const segmentOffset = pieces.segmentOffset[piece] ?? 0;
        if (segmentOffset !== openOffset) {
          if (typeof plain !== 'string') freeBuffer(plain);
          plain = this.#openSegment(bytes, segmentOffset - start, piece);
          openOffset = segmentOffset;
        }
        const stop = this.#writePiece(piece, row, plain);
        if (stop) return stop;
      }
      return this.#done(unit);
    } finally {
      this.#close();
      if (typeof plain !== 'string') freeBuffer(plain);
      freeBuffer(bytes);
    }
  }

  /** Empty files, symlinks and special files. */
  writeItems(unit: number, rows: Uint32Array): Done | Stop {
    const empty = new Uint8Array(0);
    for (const row of rows) {
      const type = itemTypes[this.#plan.items.type[row] ?? 0];
      const stop = this.#attempt(row, () => {
        if (type === 'file') this.#placer.placeFile(row, empty, 0, 0);
        else this.#placer.placeSpecial(row);
        this.#count(type === 'file' ? 1 : 0, 0);
      });
      if (stop) return stop;
    }
    return this.#done(unit);
  }

  #openSegment(bytes: Uint8Array, at: number, piece: number): Uint8Array | string {
    const { pieces } = this.#plan;
    try {
      const sealed = bytes.subarray(at, at + (pieces.sealedLength[piece] ?? 0));
      return openSegment(this.#keys, this.#repositoryId, 'data', sealed, pieces.plainLength[piece] ?? 0);
    } catch (error) {
      if (isHoldfastError(error)) return String(error.details.reason ?? error.code);
      throw error;
    }
  }

  #writePiece(piece: number, row: number, plain: Uint8Array | string): Stop | undefined {
    const { pieces, items } = this.#plan;
    const isWhole = items.pieceCount[row] === 1;
    if (!isWhole) this.#piecesOf.push(row);
    if (items.state[row] === itemStates.lost) return undefined;
    const start = pieces.offset[piece] ?? 0;
    const end = start + (pieces.length[piece] ?? 0);
    if (typeof plain === 'string') {
      this.#problems.push({
        row,
        lost: true,
        damaged: true,
        reason: because('reason-piece-damaged', { detail: plain }),
      });
      return undefined;
    }
    if (end > plain.length || !this.#hasIdOf(piece, plain, start, end)) {
      this.#problems.push({
        row,
        lost: true,
        damaged: true,
        reason: because('reason-data-other'),
      });
      return undefined;
    }
    return this.#attempt(row, () => {
      if (isWhole) {
        this.#placer.placeFile(row, plain, start, end);
        this.#count(1, end - start);
      } else {
        this.#placer.writePiece(row, this.#descriptor(row), plain, start, end, pieces.fileOffset[piece] ?? 0);
        this.#count(0, end - start);
      }
    });
  }

  #hasIdOf(piece: number, plain: Uint8Array, start: number, end: number): boolean {
    const id = this.#hasher.id(plain, start, end);
    const wanted = this.#plan.pieces.id;
    const base = 32 * piece;
    for (let at = 0; at < 32; at++) if (id[at] !== wanted[base + at]) return false;
    return true;
  }

  #descriptor(row: number): number {
    if (this.#open?.row === row) return this.#open.fd;
    this.#close();
    const fd = this.#placer.openBegun(row);
    this.#open = { row, fd };
    return fd;
  }

  #close(): void {
    if (this.#open) closeSync(this.#open.fd);
    this.#open = undefined;
  }

  #attempt(row: number, write: () => void): Stop | undefined {
    if (this.#plan.directories.state[this.#plan.items.directory[row] ?? 0] === 2) {
      this.#problems.push({ row, lost: true, reason: because('reason-no-folder') });
      return undefined;
    }
    try {
      write();
      return undefined;
    } catch (error) {
      const code = stopping.get(errorCode(error) as 'ENOSPC');
      if (code) return { kind: 'stop', code, path: this.#plan.destination, reason: errorCode(error) };
      this.#problems.push({
        row,
        lost: true,
        reason: because('reason-unwritten', { detail: errorCode(error) }),
      });
      return undefined;
    }
  }

  #count(files: number, bytes: number): void {
    this.#progress[0] = (this.#progress[0] ?? 0) + files;
    this.#progress[1] = (this.#progress[1] ?? 0) + bytes;
  }

  #done(unit: number): Done {
    const answer: Done = {
      kind: 'done',
      unit,
      problems: this.#problems,
      renamed: this.#renamed,
      piecesOf: Uint32Array.from(this.#piecesOf),
    };
    this.#problems = [];
    this.#renamed = [];
    this.#piecesOf = [];
    return answer;
  }
}
