import { HoldfastError } from '../errors/holdfast-error.ts';
import { readDecisionList } from '../locks/decisions.ts';
import type { Decision } from '../model/snapshot.ts';
import type { NeededVersion, Needs } from '../upkeep/needs.ts';
import { versionKey } from '../upkeep/needs.ts';
import type { FoundSnapshot } from '../catalog/snapshots.ts';

/**
 * What a legal hold has to be lifted from when this snapshot is no longer pinned: what it needs and no other pinned one does.
 * @param decisions as they stand then
 * @throws object-missing, object-damaged where it is not known what another pinned one needs: then nothing may be lifted
 */
export function versionsToLift(
  snapshot: FoundSnapshot,
  snapshots: readonly FoundSnapshot[],
  needs: Needs,
  decisions: readonly Decision[],
): readonly NeededVersion[] {
  const pins = new Set(readDecisionList(decisions).pins);
  const others = snapshots.filter(({ id }) => id !== snapshot.id && pins.has(id));
  const ids = new Set(others.map(({ id }) => id));
  const unknown = needs.unreadable.find(({ snapshots: users }) => users.some((id) => ids.has(id)));
  if (unknown) throw new HoldfastError(unknown.code, { name: unknown.part.name });
  const spared = new Set(needs.union(others).map(versionKey));
  return needs.union([snapshot]).filter((version) => !spared.has(versionKey(version)));
}
