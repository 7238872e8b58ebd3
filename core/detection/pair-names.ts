import type { Entry } from '../model/entry.ts';
import { extensionOf, stemOf } from './file-name.ts';

const separators = /[.\-_ [({@+#]/g;

/**
 * Finds for files that came into a directory the ones that went, by name: something appended (a.docx, a.docx.lock3d),
 * put in front (locked_a.docx), or another extension (a.lock3d). Each file is used once.
 */
export function pairNames(
  went: readonly Entry[],
  came: readonly Entry[],
): readonly (readonly [went: Entry, came: Entry])[] {
  const free = new Map(went.map((entry) => [entry.name, entry]));
  const byStem = Map.groupBy(went, ({ name }) => stemOf(name));
  const pairs: (readonly [Entry, Entry])[] = [];
  for (const entry of came) {
    const found = longestWithin(entry.name, free) ?? sameStem(entry.name, byStem, free);
    if (found === undefined) continue;
    free.delete(found.name);
    pairs.push([found, entry]);
  }
  return pairs;
}

/** The longest name of which this one is made by appending or putting in front. */
function longestWithin(name: string, free: ReadonlyMap<string, Entry>): Entry | undefined {
  let best: Entry | undefined;
  for (const { index } of name.matchAll(separators))
    for (const part of [name.slice(0, index), name.slice(index + 1)]) {
      const found = part.length > (best?.name.length ?? 0) ? free.get(part) : undefined;
      if (found) best = found;
    }
  return best;
}

function sameStem(
  name: string,
  byStem: ReadonlyMap<string, Entry[]>,
  free: ReadonlyMap<string, Entry>,
): Entry | undefined {
  const entries = extensionOf(name) === '' ? undefined : byStem.get(stemOf(name));
  while (entries !== undefined && entries.length > 0) {
    const last = entries.pop();
    if (last !== undefined && free.has(last.name)) return last;
  }
  return undefined;
}
