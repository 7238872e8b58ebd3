import type { ErrorShape } from '../../contract/error-shape.ts';
import type { Need, RunRow, SetSettings } from '../../contract/sets.ts';
import { isDrillDue } from '../drill/note-outcome.ts';
import type { LockState } from '../../locks/lock-state.ts';
import type { Proven } from '../protection-words.ts';
import type { Settings } from '../settings.ts';
import type { UpkeepState } from '../upkeep-state.ts';
import { dateInWords } from '../words-for-people.ts';
import type { Look } from './look.ts';

const dayMs = 86_400_000;
const yearMs = 365 * dayMs;
/** An audit is made weekly; a month without one is worth a word. */
const auditMs = 31 * dayMs;

/** What is to be done, warnings first; at most one of a kind. */
export function setNeeds(about: {
  /** undefined: nothing is kept, or known. */
  readonly locks: LockState | undefined;
  readonly look: Look | null;
  readonly settings: SetSettings;
  readonly facts: Pick<Settings, 'strict' | 'ended'> | null;
  readonly upkeep: UpkeepState;
  readonly proven: Proven;
  readonly isLocked: boolean;
  readonly trouble: ErrorShape | null;
  readonly lastBackup: RunRow | undefined;
  /** This computer's clock, and the provider's. */
  readonly now: number;
  readonly providerNow: number;
}): readonly Need[] {
  const { locks, look, settings, facts, upkeep, proven, now, providerNow, lastBackup } = about;
  const needs: Need[] = [];
  const need = (
    kind: Need['kind'],
    words: string,
    figures: Need['figures'] = {},
    error: ErrorShape | null = null,
  ): void => void needs.push({ kind, words, figures, error });
  const least = look?.least ?? null;
  const isEnded = facts?.ended !== undefined;

  if (look && look.suspectedSince !== null)
    need('suspected', 'An attack is suspected. Look at the timeline before anything else.', {
      since: look.suspectedSince,
    });
  if (look?.keyAlarm) need('key-alarm', look.keyAlarm);
  if (look?.suspectedSince === null && locks !== undefined && locks !== 'protected')
    need(
      'renew',
      least !== null && least > 0
        ? `The first locks end on ${dateInWords(least)}. Lengthen them now.`
        : 'Something that backups need has no confirmed lock. Lengthen the locks now.',
      { least: least ?? 0, hidden: look?.hiddenNeeded ?? 0 },
    );
  if (about.isLocked) need('unlock', 'The keys are sealed here. Type the passphrase once.');
  if (about.trouble) need('trouble', about.trouble.words, {}, about.trouble);
  if (look?.clockWarning) need('clock', look.clockWarning);
  if (proven === 'disproved')
    need('prove', 'In the last proof the storage let through what a lock must refuse. Prove again.');
  if (!isEnded && settings.sources.length === 0)
    need('no-sources', 'Nothing is chosen to be backed up. Choose folders.');
  else if (look && look.snapshots === 0 && !isEnded)
    need('first-backup', 'Nothing is backed up yet. Start the first backup.');
  const skipped = lastBackup?.figures['skipped'] ?? 0;
  if (skipped > 0)
    need('skipped', 'The last backup could not read everything. Look at what was left out.', { skipped });
  if (upkeep.lastDrill && !upkeep.lastDrill.ok)
    need('drill', 'The last restore drill failed. Look at what did not come back.', {
      problems: upkeep.lastDrill.problems,
    });
  if (upkeep.kit.confirmedAt === null)
    need('kit-confirm', 'Nobody has said yet that the recovery kit is on paper.');
  else if (upkeep.kit.openedAt === null && (look?.snapshots ?? 0) > 0)
    need('kit-open', 'See once that the recovery kit really opens the backups.');
  else if (now - upkeep.kit.confirmedAt > yearMs)
    need(
      'kit-yearly',
      `Do you still have the recovery kit? You last said so on ${dateInWords(upkeep.kit.confirmedAt)}.`,
      {
        at: upkeep.kit.confirmedAt,
      },
    );
  if ((look?.snapshots ?? 0) > 0) {
    if (proven === 'unproven') need('prove', 'The locks are not proven yet. Prove them now.');
    if (upkeep.lastAudit && providerNow - upkeep.lastAudit.at > auditMs)
      need('audit', 'The locks were not looked at for a month.', { at: upkeep.lastAudit.at });
    if (upkeep.lastDrill?.ok && isDrillDue(upkeep.lastDrill, providerNow))
      need('drill', 'No restore was tried for a month. Try one.', { at: upkeep.lastDrill.at });
    if (!settings.guard && settings.ping === null)
      need('watcher', 'If this computer stays off or is taken over, nobody is told. Set a guard or a ping.');
  }
  return firstOfEachKind(needs);
}

const firstOfEachKind = (needs: readonly Need[]): readonly Need[] =>
  [...new Map(needs.toReversed().map((need) => [need.kind, need])).values()].toSorted(
    (a, b) => needs.indexOf(a) - needs.indexOf(b),
  );
