import { sep } from 'node:path';
import type { RestorePlanView } from '../../contract/restore.ts';
import { downloadCost } from '../../recovery/download-cost.ts';
import type { Saying } from '../../model/said.ts';
import { saidBecause } from '../../model/reasons.ts';
import { PlanPaths } from '../../restore/plan-paths.ts';
import { itemStates } from '../../restore/restore-plan.ts';
import { toText } from '../../source/byte-path.ts';
import { countOf, sizeInWords } from '../words-for-people.ts';
import type { PlannedRestoreView, RestoreWish } from './browse-source.ts';
import { shownName } from './shown-name.ts';

/** What a person is told before anything is written. */
export function planView(
  plan: string,
  { prepared, outlook }: PlannedRestoreView,
  { to, conflicts }: Pick<RestoreWish, 'to' | 'conflicts'>,
  endpoint: string,
): RestorePlanView {
  const replaces = conflicts === 'overwrite' ? countReplaced(prepared.planned.plan) : 0;
  return {
    plan,
    files: outlook.files,
    bytes: outlook.bytes,
    alreadyThere: outlook.alreadyThere.files,
    downloadBytes: outlook.downloadBytes,
    downloadCost: downloadCost(endpoint, outlook.downloadBytes)?.dollars ?? null,
    currency: 'USD',
    resultPath: to.endsWith(sep) ? to : to + sep,
    example: exampleOf(prepared.planned.plan),
    freeBytes: outlook.freeBytes,
    warnings: warningsOf({ prepared, outlook }),
    replaces,
  };
}

function countReplaced({
  items,
}: {
  readonly items: { readonly count: number; readonly state: Uint8Array };
}): number {
  let count = 0;
  for (let row = 0; row < items.count; row++) if (items.state[row] === itemStates.replace) count++;
  return count;
}

/** The first file, where it will be. */
function exampleOf(plan: PlannedRestoreView['prepared']['planned']['plan']): string | null {
  return plan.items.count === 0 ? null : shownName(toText(new PlanPaths(plan).item(0)));
}

function warningsOf({ prepared, outlook }: PlannedRestoreView): readonly Saying[] {
  const { problems } = prepared.planned;
  const [first] = problems.items;
  const why = first && saidBecause(first.reason);
  return [
    ...(outlook.newBytes > outlook.freeBytes
      ? [
          {
            words: `The disk has ${sizeInWords(outlook.freeBytes)} free, and ${sizeInWords(outlook.newBytes)} are needed. Free some space, or choose another folder.`,
            said: {
              code: 'plan-no-room',
              free: { bytes: outlook.freeBytes },
              needed: { bytes: outlook.newBytes },
            },
          } as const,
        ]
      : []),
    ...(outlook.lost > 0
      ? [
          {
            words: `${countOf(outlook.lost, 'file or folder', 'files or folders')} cannot come back: what they need is gone from the storage or damaged.`,
            said: { code: 'plan-lost', count: outlook.lost },
          } as const,
        ]
      : []),
    ...(first && problems.count > outlook.lost
      ? [
          {
            words: `${countOf(problems.count, 'file or folder', 'files or folders')} cannot be restored as ${problems.count === 1 ? 'it is' : 'they are'}, for example ${shownName(first.path).slice(0, 200)}: ${first.reason}.`,
            said: why
              ? ({
                  code: 'plan-problems',
                  count: problems.count,
                  name: shownName(first.path).slice(0, 200),
                  why: [why],
                } as const)
              : null,
          },
        ]
      : []),
    ...(outlook.missingPacks.length > 0
      ? [
          {
            words: `${countOf(outlook.missingPacks.length, 'object')} that this restore needs ${outlook.missingPacks.length === 1 ? 'is' : 'are'} gone from the storage.`,
            said: { code: 'plan-packs-gone', count: outlook.missingPacks.length },
          } as const,
        ]
      : []),
  ];
}
