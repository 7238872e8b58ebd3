/** Ticked paths, each with the folders above it, outermost first. What lies in a ticked folder is ticked with it. */
export type Ticks = ReadonlyMap<string, readonly string[]>;

export const noTicks: Ticks = new Map();

/** So many single paths one restore takes. */
export const mostTicks = 10_000;

/** Folders that are not ticked but hold something that is. */
export function partlyTicked(ticks: Ticks): ReadonlySet<string> {
  return new Set([...ticks.values()].flat());
}

export function tickOf(
  ticks: Ticks,
  partly: ReadonlySet<string>,
  path: string,
  parents: readonly string[],
): 'on' | 'some' | 'off' {
  if (ticks.has(path) || parents.some((parent) => ticks.has(parent))) return 'on';
  return partly.has(path) ? 'some' : 'off';
}

export function tick(ticks: Ticks, path: string, parents: readonly string[]): Ticks {
  const others = [...ticks].filter(([, above]) => !above.includes(path));
  return new Map(others).set(path, parents);
}

export function untick(ticks: Ticks, path: string): Ticks {
  return new Map([...ticks].filter(([other]) => other !== path));
}

/** The ticked folder that an entry is ticked with; null: it is ticked by itself or not at all. */
export function tickedAbove(ticks: Ticks, parents: readonly string[]): string | null {
  return parents.find((parent) => ticks.has(parent)) ?? null;
}

/**
 * Takes one entry out of a ticked folder: the folder's tick goes, and all beside the way to the entry is ticked by itself.
 * @param contents paths in each folder on the way, the ticked one first
 */
export function takeOut(
  ticks: Ticks,
  path: string,
  parents: readonly string[],
  contents: ReadonlyMap<string, readonly string[]>,
): Ticks {
  const above = tickedAbove(ticks, parents);
  if (above === null) return untick(ticks, path);
  const way = [...parents.slice(parents.indexOf(above)), path];
  const next = new Map(untick(ticks, above));
  for (const [at, folder] of way.slice(0, -1).entries())
    for (const inside of contents.get(folder) ?? [])
      if (inside !== way[at + 1]) next.set(inside, parents.slice(0, parents.indexOf(folder) + 1));
  return next;
}
