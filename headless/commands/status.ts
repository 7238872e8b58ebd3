import { isDrillDue } from '../../core/app/drill/note-outcome.ts';
import { openSuspicions } from '../../core/app/open-suspicions.ts';
import { policyOf } from '../../core/app/policy-of.ts';
import { lastClean } from '../../core/locks/last-clean.ts';
import type { Suspicion } from '../../core/locks/suspicion.ts';
import { kitReminder } from '../../core/app/kit/kit-reminder.ts';
import { lookAtProtection, noteNotices, type Protection } from '../../core/app/look-at-protection.ts';
import { protectionWords, stateGlyph } from '../../core/app/protection-words.ts';
import type { Settings } from '../../core/app/settings.ts';
import { takeEvents, type UpkeepEvent, type UpkeepState } from '../../core/app/upkeep-state.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { cutWords } from '../cut-words.ts';
import { suspectedLines } from '../suspected-lines.ts';
import { useRepository } from '../use-repository.ts';
import { withMoves } from '../with-moves.ts';
import { countOf, timeInWords } from '../words-for-people.ts';

/** Two lines of a terminal. */
const pastEventWidth = 150;

export async function status(context: CommandContext): Promise<Outcome> {
  const { home } = context;
  return await useRepository(context, { readOnly: true }, async (inUse) => {
    const protection = await lookAtProtection(home, inUse, context.signal);
    await noteNotices(home, protection.state, inUse.settings);
    const { snapshots } = protection.survey;
    const { dayMs } = policyOf(inUse.settings);
    const suspected = await openSuspicions(home, snapshots, protection.state.now, dayMs);
    const events = await takeEvents(home);
    const outcome = outcomeOf(protection, inUse.settings, events, suspected, context.world.now());
    return await withMoves(context, inUse.settings, outcome);
  });
}

const isoOrNull = (instant: number | undefined): string | null =>
  instant !== undefined && instant > 0 && Number.isFinite(instant) ? new Date(instant).toISOString() : null;

export function outcomeOf(
  { survey, state, upkeep }: Protection,
  settings: Settings,
  events: readonly UpkeepEvent[],
  suspected: readonly Suspicion[],
  hereNow: number,
): Outcome {
  const missing = missingWords(settings);
  const reminder = kitReminder(upkeep.kit, hereNow);
  const newest = survey.snapshots.findLast(({ body }) => body.complete) ?? survey.snapshots.at(-1);
  const sentence = protectionWords(state);
  const { lockHalf, keyHalf } = upkeep.proofs;
  return {
    result: {
      state: state.snapshots === 0 ? 'empty' : state.state,
      suspected: suspected.length > 0 ? suspectedResult(suspected, survey.snapshots) : null,
      proof: state.proven,
      protectedUntil: isoOrNull(state.least),
      marginDays: Number.isFinite(state.margin) ? state.margin / 86_400_000 : null,
      now: new Date(state.now).toISOString(),
      words: sentence,
      snapshots: survey.snapshots.length,
      kept: state.snapshots,
      lastBackup: newest ? { time: isoOrNull(newest.uploadedAt), snapshot: newest.id } : null,
      lastRenewal: upkeep.lastRenewal,
      lastAudit: upkeep.lastAudit,
      lastRetirement: upkeep.lastRetirement,
      lastDrill: upkeep.lastDrill,
      proofs: { lockHalf, keyHalf },
      events: events.map(({ at, kind, words }) => ({ at: isoOrNull(at), kind, words })),
      missing,
      kit: {
        confirmed: isoOrNull(upkeep.kit.confirmedAt ?? undefined),
        opened: isoOrNull(upkeep.kit.openedAt ?? undefined),
        reminder: reminder ?? null,
      },
    },
    text: [
      ...suspectedLines(suspected, survey.snapshots),
      `${stateGlyph(state.state, state.proven)} ${sentence}`,
      ...eventLines(events, suspected.length > 0),
      `  Last backup   ${newest ? `${timeInWords(newest.uploadedAt)}, ${countOf(survey.snapshots.length, 'snapshot')}` : 'none yet'}`,
      `  Last renewal  ${renewalWords(upkeep.lastRenewal)}`,
      `  Last audit    ${auditWords(upkeep.lastAudit)}`,
      `  Last proof    ${proofWords(upkeep.proofs)}`,
      `  Last drill    ${drillWords(upkeep.lastDrill, state.now)}`,
      ...missing.map((words) => `  ${words}`),
      ...(reminder ? [`  ${reminder}`] : []),
    ].join('\n'),
    exitCode: exitCodeOf(state) || (suspected.length > 0 ? 3 : 0),
  };
}

type Snapshots = Protection['survey']['snapshots'];

/** What is suspected still is told above, with its evidence; what was, in short. */
const eventLines = (events: readonly UpkeepEvent[], suspected: boolean): readonly string[] =>
  events
    .filter(({ kind }) => !(suspected && kind === 'suspected-attack'))
    .map(({ kind, words }) => `  ! ${kind === 'suspected-attack' ? cutWords(words, pastEventWidth) : words}`);

function suspectedResult(
  suspected: readonly Suspicion[],
  snapshots: Snapshots,
): Readonly<Record<string, unknown>> {
  const since = suspected.map((one) => one.since);
  return {
    since: isoOrNull(since[0]),
    count: suspected.length,
    lastClean: lastClean(snapshots, since)?.id ?? null,
  };
}

/** 1: nothing can be relied on, as locks have ended or are not kept. 3: it can, but something is to be done soon, or nobody has tried the locks yet. */
function exitCodeOf({ snapshots, state, proven }: Protection['state']): 0 | 1 | 3 {
  if (proven === 'disproved') return 1;
  if (snapshots === 0) return 3;
  if (state === 'lapsed') return 1;
  return state === 'protected' && proven === 'proven' ? 0 : 3;
}

/** A computer that is off or taken over cannot warn (design 4). */
function missingWords({ ping, strict, guard }: Settings): readonly string[] {
  if (guard) return [];
  if (strict)
    return [
      'In strict mode only a guard lengthens the locks: run `holdfast guard` on a second machine, then say so with `holdfast settings guard yes`.',
    ];
  if (ping !== null) return [];
  return [
    'If this computer stays off or is taken over, nobody is told: set a ping (`holdfast settings ping URL`), or run `holdfast guard` on a second machine and say so (`holdfast settings guard yes`).',
  ];
}

function renewalWords(last: UpkeepState['lastRenewal']): string {
  if (!last) return 'none yet';
  const trouble = [
    ...(last.missing > 0 ? [`${countOf(last.missing, 'object')} missing`] : []),
    ...(last.refused > 0 ? [`${last.refused} refused`] : []),
    ...(last.left > 0 ? [`${last.left} left for the next run`] : []),
  ];
  return [timeInWords(last.finishedAt), `${countOf(last.renewed, 'lock')} lengthened`, ...trouble].join(', ');
}

function auditWords(last: UpkeepState['lastAudit']): string {
  if (!last) return 'none yet: `holdfast locks audit`';
  const found = [
    ...(last.alarms > 0 ? [countOf(last.alarms, 'alarm')] : []),
    ...(last.warnings > 0 ? [countOf(last.warnings, 'warning')] : []),
  ];
  return `${timeInWords(last.at)}, ${found.join(' and ') || 'nothing wrong'}`;
}

function proofWords({ lockHalf, keyHalf }: UpkeepState['proofs']): string {
  const half = (name: string, proof: typeof lockHalf): readonly string[] =>
    proof ? [`${name} ${timeInWords(proof.at)}${proof.ok ? '' : ', FAILED'}`] : [];
  const halves = [...half('locks', lockHalf), ...half('key', keyHalf)];
  return halves.length > 0 ? halves.join('; ') : 'none yet: `holdfast locks prove`';
}

function drillWords(last: UpkeepState['lastDrill'], now: number): string {
  if (!last) return 'none yet: `holdfast drill restore` brings some files back to see that they come';
  const result = last.ok
    ? `${countOf(last.files, 'file')} came back, ${last.compared} compared with those here`
    : `FAILED for ${countOf(last.problems, 'path')}`;
  const old = isDrillDue(last, now) ? '; more than a month ago, so run `holdfast drill restore`' : '';
  return `${timeInWords(last.at)}, ${result}${old}`;
}
