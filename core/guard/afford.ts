import type { NeededVersion } from '../upkeep/needs.ts';

export type Affordable<T> = {
  readonly snapshots: readonly T[];
  /** Without repetition, in the order of the snapshots that need them. */
  readonly needed: readonly NeededVersion[];
  readonly bytes: number;
  /** Over the budget: not renewed. */
  readonly left: readonly T[];
};

/**
 * What the guard keeps locked when it may keep only so many bytes: older snapshots before newer, whatever was published later.
 * One that does not fit does not stop smaller ones behind it.
 * @param snapshots older before newer
 * @param needsOf all that one snapshot needs
 */
export function afford<T>(
  snapshots: readonly T[],
  needsOf: (snapshot: T) => readonly NeededVersion[],
  maxBytes: number,
): Affordable<T> {
  const taken = new Set<NeededVersion>();
  const fitting: T[] = [];
  const left: T[] = [];
  let bytes = 0;
  for (const snapshot of snapshots) {
    const more = needsOf(snapshot).filter((version) => !taken.has(version));
    const size = more.reduce((sofar, version) => sofar + version.size, 0);
    if (bytes + size > maxBytes) {
      left.push(snapshot);
      continue;
    }
    for (const version of more) taken.add(version);
    bytes += size;
    fitting.push(snapshot);
  }
  return { snapshots: fitting, needed: [...taken], bytes, left };
}
