import type { World } from '../../system/world.ts';

/**
 * Sends at most once per interval, and always once more after the last change.
 * @param intervalMs asked each time, since a hidden window wants less
 */
export function throttled(
  world: Pick<World, 'monotonic' | 'sleep'>,
  intervalMs: () => number,
  send: () => void,
): { readonly touch: () => void } {
  let last = -Infinity;
  let isDue = false;
  return {
    touch: () => {
      if (isDue) return;
      isDue = true;
      void world.sleep(Math.max(1, last + intervalMs() - world.monotonic())).then(() => {
        isDue = false;
        last = world.monotonic();
        send();
      });
    },
  };
}
