import { because } from '../model/reasons.ts';
import type { BytePath } from '../model/entry.ts';
import { toText } from '../source/byte-path.ts';
import { errorCode, type ItemPlacer } from './item-placer.ts';
import { directoryStates, itemStates, type RestorePlan } from './restore-plan.ts';

type Staged = { left: number; damaged: number; reason: string };

/**
 * Files of several pieces, which may come from different packs in any order and be written by any worker. Each is
 * begun before its first piece is handed out and finished when the last one was dealt with.
 */
export class StagedFiles {
  readonly #plan: RestorePlan;
  readonly #placer: ItemPlacer;
  readonly #lost: (row: number, reason: string) => void;
  readonly #files = new Map<number, Staged>();
  /** Incomplete files under their new names. */
  readonly setAside: BytePath[] = [];
  #finished = 0;

  constructor(plan: RestorePlan, placer: ItemPlacer, lost: (row: number, reason: string) => void) {
    this.#plan = plan;
    this.#placer = placer;
    this.#lost = lost;
  }

  /** How many are complete. */
  get finished(): number {
    return this.#finished;
  }

  isStaged(row: number): boolean {
    return (this.#plan.items.pieceCount[row] ?? 0) > 1;
  }

  /** Call with the pieces of a unit before a worker gets them. Throws where no file can be written any more. */
  beginThoseOf(pieces: Uint32Array): void {
    for (const piece of pieces) {
      const row = this.#plan.pieces.item[piece] ?? 0;
      if (!this.isStaged(row) || this.#files.has(row)) continue;
      this.#files.set(row, { left: this.#plan.items.pieceCount[row] ?? 0, damaged: 0, reason: '' });
      this.#begin(row);
    }
  }

  /** A piece of this file will not come. */
  markDamaged(row: number, reason: string): void {
    const file = this.#files.get(row);
    if (!file) return;
    file.damaged++;
    file.reason ||= reason;
  }

  /** One more piece was dealt with, written or not. */
  pieceDone(row: number): void {
    const file = this.#files.get(row);
    if (!file || --file.left > 0 || this.#plan.items.state[row] === itemStates.lost) return;
    try {
      this.#end(row, file);
    } catch (error) {
      this.#lost(row, because('reason-unfinished', { detail: errorCode(error) }));
    }
  }

  #begin(row: number): void {
    const { items, directories } = this.#plan;
    if (directories.state[items.directory[row] ?? 0] === directoryStates.unusable) {
      this.#giveUp(row, because('reason-no-folder'));
      return;
    }
    try {
      this.#placer.beginFile(row);
    } catch (error) {
      if (['ENOSPC', 'EDQUOT', 'EROFS'].includes(errorCode(error))) throw error;
      this.#giveUp(row, because('reason-unwritten', { detail: errorCode(error) }));
    }
  }

  #end(row: number, file: Staged): void {
    if (file.damaged === 0) {
      this.#placer.finishFile(row);
      this.#finished++;
    } else if (file.damaged === this.#plan.items.pieceCount[row]) {
      this.#placer.discard(row);
      this.#lost(row, file.reason);
    } else {
      const place = this.#placer.setAside(row);
      this.setAside.push(place);
      this.#lost(row, because('reason-set-aside', { why: file.reason, name: toText(place) }));
    }
  }

  #giveUp(row: number, reason: string): void {
    this.#plan.items.state[row] = itemStates.lost;
    this.#lost(row, reason);
  }
}
