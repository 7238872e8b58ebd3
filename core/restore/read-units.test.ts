import { describe, expect, test } from 'vitest';
import type { Entry } from '../model/entry.ts';
import type { ChunkPlace } from './chunk-place.ts';
import { PlanBuilder } from './plan-builder.ts';
import { orderPieces, readUnits, type ReadUnit, type UnitLimits } from './read-units.ts';
import { itemStates, type RestorePlan } from './restore-plan.ts';

const file: Entry = { name: 'f', type: 'file', mode: 0, uid: 0, gid: 0, mtimeNs: '0', size: 1 };

/** A plan of one-piece files at these places: pack name, segment offset, offset in the segment. Segments have 100 bytes. */
function planOf(places: readonly (readonly [string, number, number?, number?])[]): {
  plan: RestorePlan;
  packs: number;
} {
  const builder = new PlanBuilder();
  builder.addDirectory(0, '', 0, undefined);
  for (const [name, segment, offset = 0, state = itemStates.fresh] of places) {
    builder.addItem(0, 'f', 'file', state, file);
    const place: ChunkPlace = {
      pack: { name, versionId: 'v', size: 1e6 },
      kind: 'data',
      segment: { offset: segment, sealedLength: 100, plainLength: 1000 },
      offset,
      length: 1,
    };
    builder.addPiece(new Uint8Array(32), place, 0);
  }
  return { plan: builder.finish('/to'), packs: builder.packs.length };
}

function units(places: Parameters<typeof planOf>[0], limits: Partial<UnitLimits> = {}): readonly ReadUnit[] {
  const { plan, packs } = planOf(places);
  return [...readUnits(plan, orderPieces(plan, packs), { bytes: 1000, pieces: 100, gap: 50, ...limits })];
}

const short = (all: readonly ReadUnit[]): unknown =>
  all.map(({ pack, start, end, pieces }) => [pack, start, end, [...pieces]]);

describe('reading packs', () => {
  test('each pack once, from front to back, whatever the order of the files', () => {
    expect(
      short(
        units([
          ['a', 200],
          ['b', 100],
          ['a', 100, 7],
          ['a', 100, 3],
        ]),
      ),
    ).toEqual([
      [0, 100, 300, [3, 2, 0]],
      [1, 100, 200, [1]],
    ]);
  });

  test('what is there already is not read', () => {
    expect(
      short(
        units([
          ['a', 0, 0, itemStates.keep],
          ['a', 100],
        ]),
      ),
    ).toEqual([[0, 100, 200, [1]]]);
    expect(units([['a', 0, 0, itemStates.keep]])).toEqual([]);
  });

  test('small gaps are read along, large ones are not', () => {
    expect(
      short(
        units([
          ['a', 0],
          ['a', 149],
        ]),
      ),
    ).toEqual([[0, 0, 249, [0, 1]]]);
    expect(
      short(
        units([
          ['a', 0],
          ['a', 150],
        ]),
      ),
    ).toEqual([
      [0, 0, 100, [0]],
      [0, 150, 250, [1]],
    ]);
  });

  test('a download stays below its bytes and pieces, but a segment is never cut', () => {
    expect(
      short(
        units(
          [
            ['a', 0],
            ['a', 100],
            ['a', 200],
          ],
          { bytes: 200 },
        ),
      ),
    ).toEqual([
      [0, 0, 200, [0, 1]],
      [0, 200, 300, [2]],
    ]);
    expect(
      short(
        units(
          [
            ['a', 0, 0],
            ['a', 0, 1],
            ['a', 0, 2],
            ['a', 100],
          ],
          { pieces: 2, bytes: 10 },
        ),
      ),
    ).toEqual([
      [0, 0, 100, [0, 1, 2]],
      [0, 100, 200, [3]],
    ]);
  });
});
