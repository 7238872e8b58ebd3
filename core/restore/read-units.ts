import { itemStates, type RestorePlan } from './restore-plan.ts';

/** One download and the pieces that come out of it. */
export type ReadUnit = {
  /** Index into the plan's packs. */
  readonly pack: number;
  /** Bytes of the pack, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Rows of pieces, by place in the pack. Shared memory. */
  readonly pieces: Uint32Array;
};

export type UnitLimits = {
  readonly bytes: number;
  readonly pieces: number;
  /** Smaller gaps between needed segments are read along: a request costs about as much as a mebibyte. */
  readonly gap: number;
};

/** 8 MiB keep two workers busy for 20 ms each, so four downloads ahead are 64 MiB in memory. */
export const usualLimits: UnitLimits = { bytes: 4 << 20, pieces: 4096, gap: 1 << 20 };

/** The pieces that must be read, pack by pack in the order the plan names them, each pack from front to back. */
export function orderPieces(plan: Pick<RestorePlan, 'items' | 'pieces'>, packCount: number): Uint32Array {
  const { pieces, items } = plan;
  const firstOfPack = new Uint32Array(packCount + 1);
  const isWanted = (piece: number): boolean => items.state[pieces.item[piece] ?? 0] !== itemStates.keep;
  let wanted = 0;
  for (let piece = 0; piece < pieces.count; piece++) {
    if (!isWanted(piece)) continue;
    wanted++;
    const next = (pieces.pack[piece] ?? 0) + 1;
    firstOfPack[next] = (firstOfPack[next] ?? 0) + 1;
  }
  for (let pack = 0; pack < packCount; pack++)
    firstOfPack[pack + 1] = (firstOfPack[pack + 1] ?? 0) + (firstOfPack[pack] ?? 0);
  const order = new Uint32Array(new SharedArrayBuffer(4 * wanted));
  const next = firstOfPack.slice();
  for (let piece = 0; piece < pieces.count; piece++) {
    if (!isWanted(piece)) continue;
    const pack = pieces.pack[piece] ?? 0;
    const at = next[pack] ?? 0;
    order[at] = piece;
    next[pack] = at + 1;
  }
  const byPlace = (a: number, b: number): number =>
    (pieces.segmentOffset[a] ?? 0) - (pieces.segmentOffset[b] ?? 0) ||
    (pieces.offset[a] ?? 0) - (pieces.offset[b] ?? 0) ||
    a - b;
  for (let pack = 0; pack < packCount; pack++) {
    const ofPack = order.subarray(firstOfPack[pack], firstOfPack[pack + 1]);
    if (!isSorted(ofPack, byPlace)) ofPack.sort(byPlace);
  }
  return order;
}

/** A backup writes packs in the order of its walk, so this is the usual case. */
function isSorted(rows: Uint32Array, compare: (a: number, b: number) => number): boolean {
  for (let at = 1; at < rows.length; at++) if (compare(rows[at - 1] ?? 0, rows[at] ?? 0) > 0) return false;
  return true;
}

/** Cuts ordered pieces into downloads. A segment never lies in two. */
export function* readUnits(
  plan: Pick<RestorePlan, 'pieces'>,
  order: Uint32Array,
  limits: UnitLimits = usualLimits,
): Generator<ReadUnit> {
  const { pieces } = plan;
  let from = 0;
  let start = 0;
  let end = 0;
  let pack = -1;
  for (let at = 0; at < order.length; at++) {
    const piece = order[at] ?? 0;
    const segmentStart = pieces.segmentOffset[piece] ?? 0;
    const segmentEnd = segmentStart + (pieces.sealedLength[piece] ?? 0);
    const isSameSegment = at > from && pieces.pack[piece] === pack && segmentEnd <= end;
    if (isSameSegment) continue;
    const fits =
      at > from &&
      pieces.pack[piece] === pack &&
      segmentStart - end < limits.gap &&
      segmentEnd - start <= limits.bytes &&
      at - from < limits.pieces;
    if (!fits) {
      if (at > from) yield { pack, start, end, pieces: order.subarray(from, at) };
      from = at;
      start = segmentStart;
      pack = pieces.pack[piece] ?? 0;
    }
    end = segmentEnd;
  }
  if (order.length > from) yield { pack, start, end, pieces: order.subarray(from) };
}
