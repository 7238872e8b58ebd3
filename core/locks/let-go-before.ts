import type { Instant } from '../model/object.ts';
import type { Decision } from '../model/snapshot.ts';
import { chooseKept, type Keepable } from './choose-kept.ts';
import { standingDecisions, waitDays } from './decisions.ts';

/**
 * So many changes are looked at, the first ones: each costs a look at all snapshots, and whoever may publish can change what
 * stands with every one. What was let go later and is gone is then told of as missing.
 */
const maxChanges = 100;

/**
 * Which snapshots were let go at some time, by what was published then, even if what holds now would keep them again: their
 * objects may have been given back since. Decisions change rarely, and while they stand being kept only ends; so it is
 * enough to look at the last snapshot before each change, and at the last one of all.
 * @param published all authentic snapshots, oldest first
 */
export function letGoBefore(
  published: readonly (Keepable & { readonly decisions: readonly Decision[] })[],
  dayMs: number,
): ReadonlySet<string> {
  const gone = new Set<string>();
  for (const count of countsBeforeChanges(published, dayMs)) {
    const then = published.slice(0, count);
    const at = then.at(-1)!.uploadedAt;
    const kept = chooseKept(then, standingDecisions(then, undefined, at, dayMs), dayMs);
    for (const { id } of then) if (!kept.has(id)) gone.add(id);
  }
  return gone;
}

/** How many snapshots there were before each change of what stands: a new list, and the end of an old one a week later. */
function countsBeforeChanges(
  published: readonly { readonly uploadedAt: Instant; readonly decisions: readonly Decision[] }[],
  dayMs: number,
): ReadonlySet<number> {
  const lists = published.map(({ decisions }) =>
    JSON.stringify(decisions.map(({ kind, value }) => [kind, value])),
  );
  const counts = new Set(published.length > 0 ? [published.length] : []);
  for (const [index, list] of lists.entries()) {
    if (index === 0 || list === lists[index - 1]) continue;
    if (counts.size > maxChanges) break;
    counts.add(index);
    const ends = published[index]!.uploadedAt + waitDays * dayMs;
    const later = published.findIndex(({ uploadedAt }) => uploadedAt >= ends);
    if (later > 0) counts.add(later);
  }
  return counts;
}
