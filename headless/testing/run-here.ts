import { runQuietly, type RanQuietly } from '../run-quietly.ts';

export type RanHere = RanQuietly;

/** Runs a command inside this process: for tests that run many. */
export const runHere = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<RanHere> => runQuietly(args, environment, new AbortController().signal);
