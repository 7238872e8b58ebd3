import type { Ended } from './run-program.ts';

/** An Electron that ends this soon with an error never showed a window: a sandbox that is forbidden, a library missing. */
const atOnceMs = 10_000;

/** Whether the desktop app ended before anybody saw it. Who pressed Ctrl-C wants no browser instead. */
export const neverShown = ({ code, isTold }: Ended, lastedMs: number): boolean =>
  code !== 0 && !isTold && lastedMs < atOnceMs;
