import { expect, test } from 'vitest';
import { verdictOf, type ProofAttempt } from './proof.ts';

const tried = (expected: ProofAttempt['expected'], outcome: ProofAttempt['outcome']) => ({
  expected,
  outcome,
});
const refused = tried('refused', 'refused');
const control = tried('done', 'done');

test.each([
  ['ok', [control, refused, tried('either', 'done'), tried('either', 'refused')]],
  ['broken', [control, refused, tried('refused', 'done')]],
  // What was let through counts, whatever else went wrong.
  ['broken', [tried('done', 'refused'), tried('refused', 'done')]],
  ['inconclusive', [refused, tried('done', 'refused')]],
  ['inconclusive', [control]],
  ['inconclusive', []],
] as const)('%s: %o', (verdict, attempts) => {
  expect(verdictOf(attempts)).toBe(verdict);
});
