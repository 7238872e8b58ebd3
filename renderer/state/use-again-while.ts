import { useEffect } from 'react';

/** So long between two questions about work in the engine that sends no news of its own. */
const againMs = 1500;

/** Asks again while something is not finished and somebody looks; a hidden window asks nothing. */
export function useAgainWhile(isUnfinished: boolean, again: () => void): void {
  useEffect(() => {
    if (!isUnfinished) return;
    const timer = setInterval(() => !document.hidden && again(), againMs);
    return () => clearInterval(timer);
  }, [isUnfinished, again]);
}
