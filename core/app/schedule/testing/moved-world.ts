import { realWorld, type World } from '../../../system/world.ts';

export type MovedWorld = World & {
  /** Time passes; whoever slept that long wakes. Resolves when somebody sleeps again. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** Only the clock on the wall moves, and whoever sleeps goes on sleeping. */
  readonly jump: (milliseconds: number) => void;
  readonly asleep: () => Promise<void>;
};

/** A world whose time stands still until it is moved. */
export function movedWorld(start: number): MovedWorld {
  let monotonic = 0;
  let offset = start;
  type Sleeper = { readonly at: number; readonly wake: () => void };
  let sleepers: readonly Sleeper[] = [];
  let waiting: readonly (() => void)[] = [];
  const asleep = (): Promise<void> =>
    sleepers.length > 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          waiting = [...waiting, resolve];
        });
  return {
    ...realWorld,
    now: () => monotonic + offset,
    monotonic: () => monotonic,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        const sleeper: Sleeper = { at: monotonic + milliseconds, wake: resolve };
        const leave = (): void => {
          sleepers = sleepers.filter((one) => one !== sleeper);
        };
        signal?.addEventListener('abort', () => {
          leave();
          reject(signal.reason as Error);
        });
        sleepers = [...sleepers, sleeper];
        for (const tell of waiting) tell();
        waiting = [];
      }),
    pass: async (milliseconds) => {
      const end = monotonic + milliseconds;
      for (;;) {
        await asleep();
        const next = sleepers.toSorted((a, b) => a.at - b.at)[0];
        if (!next || next.at > end) break;
        monotonic = Math.max(monotonic, next.at);
        sleepers = sleepers.filter((one) => one !== next);
        next.wake();
        // Whoever woke comes to its next sleep by files and promises.
        await asleep();
      }
      monotonic = end;
    },
    jump: (milliseconds) => {
      offset += milliseconds;
    },
    asleep,
  };
}
