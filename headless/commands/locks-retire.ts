import { shortId } from '../../core/app/choose-snapshot.ts';
import { renewalWarnings } from '../../core/app/renewal-words.ts';
import { retireHome } from '../../core/app/retire-home.ts';
import { dayMs } from '../../core/locks/period.ts';
import { daysFromHiding } from '../../core/storage/provisioning/space-rules.ts';
import { isWhole } from '../../core/upkeep/renew-locks.ts';
import type { Candidates, LetGo, RetireReport } from '../../core/upkeep/retire-report.ts';
import type { CommandContext, Outcome } from '../command-context.ts';
import { storageKeyFrom } from '../secrets-from-outside.ts';
import { table } from '../table.ts';
import { useRepository } from '../use-repository.ts';
import { countInWords, countOf, sizeInWords, timeInWords, untilInWords } from '../words-for-people.ts';

/** Lines of a list shown to people; --json has all. */
const shown = 12;

export async function locksRetire(
  context: CommandContext,
  { plan = false }: { readonly plan?: boolean },
): Promise<Outcome> {
  const { home, world, signal, terminal } = context;
  const maintenanceKey = storageKeyFrom(terminal, 'MAINTENANCE_');
  return await useRepository(context, { readOnly: plan }, async (inUse) => {
    const report = await retireHome({
      home,
      inUse,
      world,
      plan,
      maintenanceKey,
      signal,
      onDue: (due) => {
        const { names, bytes } = sumOf(due);
        if (names > 0) context.note(`Giving back ${sizeInWords(bytes)} in ${countOf(names, 'object')} …`);
      },
    });
    return outcomeOf(report, maintenanceKey !== undefined);
  });
}

type Amount = { readonly names: number; readonly bytes: number };

const sumOf = (amounts: readonly Amount[]): Amount => ({
  names: amounts.reduce((sum, { names }) => sum + names, 0),
  bytes: amounts.reduce((sum, { bytes }) => sum + bytes, 0),
});

const amountInWords = ({ names, bytes }: Amount): string =>
  `${sizeInWords(bytes)} in ${countOf(names, 'object')}`;

/** null: no date; a legal hold has no end either, and says so. */
const isoOrNull = (instant: number | undefined): string | null =>
  instant !== undefined && instant > 0 && Number.isFinite(instant) ? new Date(instant).toISOString() : null;

/** @param withKey a maintenance key was given */
export function outcomeOf(report: RetireReport, withKey: boolean): Outcome {
  const { how, space, stopped, at, renewal, stillLocked } = report;
  const dated = ({ since, ...rest }: Candidates) => ({ ...rest, since: isoOrNull(since) });
  return {
    result: {
      how,
      space,
      at: isoOrNull(at),
      stopped: stopped ?? null,
      done: report.done,
      due: report.due.map(dated),
      waiting: report.waiting.map(dated),
      waitingUntil: isoOrNull(report.waitingUntil),
      hiddenBefore: report.hiddenBefore,
      stillLocked: {
        ...stillLocked,
        calendar: stillLocked.calendar.map((one) => ({ ...one, day: isoOrNull(one.day) })),
      },
      held: report.held,
      young: report.young,
      letGo: report.letGo.map((one) => ({
        ...one,
        uploadedAt: isoOrNull(one.uploadedAt),
        lastLockEnds: isoOrNull(one.lastLockEnds),
      })),
      foreign: report.foreign,
      refused: report.refused,
      left: report.left,
      renewed: renewal?.renewed ?? null,
      missing: renewal?.missing ?? [],
    },
    text: (stopped ? [stopped.words] : textOf(report, withKey)).join('\n'),
    exitCode: exitCodeOf(report),
  };
}

function exitCodeOf({ stopped, refused, renewal }: RetireReport): 0 | 1 | 3 {
  if (stopped) return stopped.reason === 'nothing-kept' || stopped.reason === 'suspicion' ? 3 : 1;
  return refused.length > 0 || (renewal && !isWhole(renewal)) ? 3 : 0;
}

function textOf(report: RetireReport, withKey: boolean): readonly string[] {
  const { at, waiting, waitingUntil, hiddenBefore, stillLocked, held, young, foreign, refused, left } =
    report;
  return [
    ...headline(report, withKey),
    ...(withKey && report.how === 'hide'
      ? ['The maintenance key was not used: here a rule of the bucket deletes.']
      : []),
    ...(waitingUntil === undefined
      ? []
      : [
          `From ${timeInWords(waitingUntil)}: ${amountInWords(sumOf(waiting))} more, once a second look, a day after the first, has found the same.`,
        ]),
    ...(hiddenBefore.names > 0
      ? [`Hidden earlier, for the bucket's rule to delete: ${amountInWords(hiddenBefore)}.`]
      : []),
    ...(stillLocked.names > 0
      ? [
          `Needed no more and still locked: ${amountInWords(stillLocked)}.`,
          ...cut(
            stillLocked.calendar.map(
              ({ day, bytes }) => `    until ${untilInWords(day + dayMs, at)}  ${sizeInWords(bytes)}`,
            ),
          ),
        ]
      : []),
    ...(held.names > 0
      ? [`Under a legal hold, or with a lock that cannot be read: ${amountInWords(held)}.`]
      : []),
    ...(young.names > 0 ? [`Uploaded less than a day ago and left alone: ${amountInWords(young)}.`] : []),
    ...letGoTable(report.letGo, at),
    ...(foreign.names > 0 ? [`Not from Holdfast, and never touched: ${amountInWords(foreign)}.`] : []),
    ...(left > 0 ? [`${countInWords(left)} more objects are looked at by a later run.`] : []),
    ...cut(refused.map(({ name, words }) => `Refused: ${name}: ${words}`)),
    ...(report.renewal ? renewalWarnings(report.renewal) : []),
  ];
}

function headline({ how, space, due, done, at }: RetireReport, withKey: boolean): readonly string[] {
  const all = sumOf(due);
  if (how === 'hide')
    return done.names === 0
      ? ['Nothing can be given back yet.']
      : [
          `Hidden: ${amountInWords(done)} that nothing needs. The bucket's rule deletes them from ${untilInWords(at + daysFromHiding * dayMs, at)} on.`,
        ];
  if (how === 'delete' && withKey)
    return [
      done.names === 0 ? 'Nothing was deleted.' : `Deleted: ${amountInWords(done)} that nothing needs.`,
    ];
  if (all.names === 0) return ['Nothing can be given back yet.'];
  const kinds = due.map((one) => `    ${one.folder}: ${amountInWords(one)}, since ${timeInWords(one.since)}`);
  if (how === 'plan' && space === 'automatic')
    return [`\`holdfast locks retire\` would now hide ${amountInWords(all)} that nothing needs:`, ...kinds];
  return [
    `A maintenance key would now free ${amountInWords(all)} that nothing needs:`,
    ...kinds,
    'Give it for one run, in HOLDFAST_MAINTENANCE_KEY_ID and HOLDFAST_MAINTENANCE_KEY; it is kept nowhere.',
  ];
}

function letGoTable(letGo: readonly LetGo[], at: number): readonly string[] {
  if (letGo.length === 0) return [];
  const rows = letGo.map(({ id, uploadedAt, bytes, lastLockEnds }) => [
    shortId(id),
    timeInWords(uploadedAt),
    sizeInWords(bytes),
    Number.isFinite(lastLockEnds)
      ? lastLockEnds > 0
        ? untilInWords(lastLockEnds, at)
        : 'no lock'
      : 'a legal hold',
  ]);
  const columns = [
    { title: 'Snapshot' },
    { title: 'Made' },
    { title: 'Not kept for others', right: true },
    { title: 'Last lock until' },
  ];
  return [
    'Snapshots that are kept no more:',
    table(columns, rows.slice(0, shown)),
    ...(rows.length > shown ? [`and ${countInWords(rows.length - shown)} more`] : []),
  ];
}

const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= shown
    ? lines
    : [...lines.slice(0, shown), `    and ${countInWords(lines.length - shown)} more`];
