import { describe, expect, test } from 'vitest';
import { proofOf } from './proof-of.ts';

const half = (at: number, ok: boolean, ...attempts: readonly [string, string][]) => ({
  at,
  ok,
  attempts: attempts.map(([expected, outcome]) => ({ expected, outcome })),
});

describe('the last proof in figures', () => {
  test('nothing was tried', () => {
    expect(proofOf({ proofs: { lockHalf: null, keyHalf: null } })).toBeNull();
  });
  test('controls that must succeed are not counted as attempts at a lock', () => {
    const lockHalf = half(5, true, ['done', 'done'], ['refused', 'refused'], ['either', 'done']);
    const keyHalf = half(7, true, ['refused', 'refused'], ['done', 'done']);
    expect(proofOf({ proofs: { lockHalf, keyHalf } })).toEqual({ at: 7, ok: true, refused: 2, attempts: 2 });
  });
  test('an attempt that got through is seen', () => {
    const lockHalf = half(5, false, ['refused', 'done'], ['refused', 'refused']);
    expect(proofOf({ proofs: { lockHalf, keyHalf: null } })).toMatchObject({ refused: 1, attempts: 2 });
  });
});
