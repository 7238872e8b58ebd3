import type { ByteRange } from '../../core/model/object.ts';
import type { ContentPiece } from './received-content.ts';

export type PieceCut = ByteRange & { readonly id: string; readonly pieceSize: number };

/** The form of the `pieces` column: `id:size,id:size`; '' for none. */
export function encodePieces(pieces: readonly ContentPiece[]): string {
  return pieces.map(({ id, size }) => `${id}:${size}`).join(',');
}

export function decodePieces(text: string): readonly ContentPiece[] {
  if (text === '') return [];
  return text.split(',').map((piece) => {
    const [id = '', size] = piece.split(':');
    return { id, size: Number(size) };
  });
}

/** The part of each piece that a range of the whole touches, in order; nothing of empty length. */
export function cutPieces(pieces: readonly ContentPiece[], range?: ByteRange): readonly PieceCut[] {
  const { start, end } = range ?? { start: 0, end: Infinity };
  const cuts: PieceCut[] = [];
  let offset = 0;
  for (const { id, size } of pieces) {
    const cut = { start: Math.max(start - offset, 0), end: Math.min(end - offset, size) };
    if (cut.start < cut.end) cuts.push({ id, pieceSize: size, ...cut });
    offset += size;
  }
  return cuts;
}
