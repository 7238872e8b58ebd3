/**
 * Electron's order: `ready` comes only after the main file has run to its end, some things must happen before it, and
 * most throw before it.
 */
export type ReadyOrder = {
  readonly needsReady: (what: string) => void;
  readonly needsBefore: (what: string) => void;
  readonly isReady: () => boolean;
  readonly whenReady: () => Promise<void>;
  readonly makeReady: () => void;
};

export function readyOrder(): ReadyOrder {
  const ready = Promise.withResolvers<void>();
  let isReady = false;
  return {
    needsReady: (what) => {
      if (!isReady) throw new Error(`${what} cannot be used before the app is ready`);
    },
    needsBefore: (what) => {
      if (isReady) throw new Error(`${what} must be called before the app is ready`);
    },
    isReady: () => isReady,
    whenReady: () => ready.promise,
    makeReady: () => {
      isReady = true;
      ready.resolve();
    },
  };
}
