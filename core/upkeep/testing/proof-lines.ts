import type { Proof } from '../proof.ts';

/** For tests: each attempt in one line, how it ended and what it came from. */
export const proofLines = (proof: Proof): string[] =>
  proof.attempts.map(
    ({ what, outcome, from, code }) => `${what}: ${outcome}${from ? ` by ${from}, ${code}` : ''}`,
  );
