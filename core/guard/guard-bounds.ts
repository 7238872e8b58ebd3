/**
 * What one round may cost and hold in memory, whatever lies in the bucket: the guard watches what an intruder may write
 * to. What does not fit waits for the next rounds, older before newer.
 */
export type GuardBounds = {
  /** Pages of listings, a thousand versions each. */
  readonly pages: number;
  /** Reads of snapshots and list parts that are not known yet. */
  readonly reads: number;
  /** Bytes of these. */
  readonly readBytes: number;
  /** Bytes of all list parts that are looked at together: bounds memory. */
  readonly partBytes: number;
};

/** About 1.3 million objects, 20 TB and more. */
const partBytes = 256 * 2 ** 20;
const readBytes = 512 * 2 ** 20;

/** A quarter of the calls for listings, a quarter for reading: what is left is for renewals. */
export function boundsFor(maxCalls: number): GuardBounds {
  const quarter = Math.max(50, Math.floor(maxCalls / 4));
  return { pages: quarter, reads: quarter, readBytes, partBytes };
}

/** 65,536 rows of a list part with version ids as providers make them; an honest snapshot has a few hundred. */
export const maxCleartextBytes = 16 * 2 ** 20;

export { maxListPartBytes as maxPartBytes } from '../repository/list-part.ts';

/** What a round has used of its bounds. */
export class RoundBudget {
  pages: number;
  /** Of the pages, for any folder but that of packs: a flood of one leaves the others to be listed. */
  readonly pagesOfAFolder: number;
  reads: number;
  readBytes: number;
  /** Pages that would have been needed were not read. */
  listingCut = false;

  constructor(bounds: GuardBounds) {
    this.pages = bounds.pages;
    this.pagesOfAFolder = Math.ceil(bounds.pages / 8);
    this.reads = bounds.reads;
    this.readBytes = bounds.readBytes;
  }

  /** false: there is no room for it, and nothing was taken. */
  takeRead(bytes: number): boolean {
    if (this.reads < 1 || this.readBytes < bytes) return false;
    this.reads--;
    this.readBytes -= bytes;
    return true;
  }

  takePage(): boolean {
    if (this.pages < 1) {
      this.listingCut = true;
      return false;
    }
    this.pages--;
    return true;
  }
}
