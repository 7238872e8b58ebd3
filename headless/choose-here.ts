import { choiceNote, chooseSnapshot } from '../core/app/choose-snapshot.ts';
import { attacksOver, openSuspicions } from '../core/app/open-suspicions.ts';
import type { RepositoryInUse } from '../core/app/open-repository-for-use.ts';
import { policyOf } from '../core/app/policy-of.ts';
import type { FoundSnapshot } from '../core/catalog/snapshots.ts';
import type { CommandContext } from './command-context.ts';

/** The snapshot that a person means, by what this home suspects; says so where that made a difference. @throws as chooseSnapshot */
export async function chooseHere(
  context: CommandContext,
  { settings }: Pick<RepositoryInUse, 'settings'>,
  { snapshots, now }: { readonly snapshots: readonly FoundSnapshot[]; readonly now: number },
  wanted: string,
): Promise<FoundSnapshot> {
  const { dayMs } = policyOf(settings);
  const open = await openSuspicions(context.home, snapshots, now, dayMs);
  const over = await attacksOver(context.home, snapshots, now, dayMs);
  const suspected = open.map(({ since }) => since);
  const chosen = chooseSnapshot(snapshots, wanted, suspected, over);
  const note = choiceNote(chosen, snapshots, suspected, over);
  if (note !== undefined) context.note(note);
  return chosen;
}
