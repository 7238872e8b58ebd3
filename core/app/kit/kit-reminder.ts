import { dayMs } from '../../locks/period.ts';
import type { Instant } from '../../model/object.ts';
import type { UpkeepState } from '../upkeep-state.ts';
import { dateInWords } from '../words-for-people.ts';

const yearMs = 365 * dayMs;

/** What `status` says about the kit, if anything. @param now by this computer's clock */
export function kitReminder({ confirmedAt }: UpkeepState['kit'], now: Instant): string | undefined {
  if (confirmedAt === null)
    return 'Nobody has said yet that the recovery kit is on paper: `holdfast kit confirm` asks for words of it. Without it, a lost computer takes the backups with it.';
  if (now - confirmedAt < yearMs) return undefined;
  return `Do you still have the sheet with the recovery kit? You last said so on ${dateInWords(confirmedAt)}: \`holdfast kit confirm\`.`;
}

/** What a backup says until the kit has once opened one. */
export function kitNextStep({ openedAt }: UpkeepState['kit']): string | undefined {
  return openedAt === null
    ? 'Next: see that the recovery kit really opens it, with `holdfast kit open FILE`.'
    : undefined;
}
