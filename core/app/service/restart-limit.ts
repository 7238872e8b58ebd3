/** How often something that fell over is started again by itself: more would hide that it always falls. */
const most = 3;
const withinMs = 10 * 60_000;

/** @returns a function that is told of each fall and says whether to start again */
export function restartLimit(now: () => number): () => boolean {
  let falls: readonly number[] = [];
  return () => {
    falls = [...falls, now()].filter((at) => at > now() - withinMs);
    return falls.length <= most;
  };
}
